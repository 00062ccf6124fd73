package io.bailiwick.adapter.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestTokens;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the testkit's README shows is code that compiles and runs, and all that there is. */
class TestkitReadmeTest {
  private static final Path README = Path.of("../testkit/README.md");
  private static final Path EXAMPLES =
      Path.of("src/test/java/io/bailiwick/adapter/testing/TestkitExamplesTest.java");
  private static final Pattern SHOWN = Pattern.compile("(?s)```java\n(.*?)```\n");
  private static final Pattern COMPILED = Pattern.compile("(?s) +// README\n(.*?) +// end\n");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-zA-Z0-9]+)\\([^)]*\\)` \\|");
  private static final Pattern FAULT = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|");

  @Test
  void readme_showsTheCodeThatIsCompiledAndRun() throws IOException {
    List<String> compiled =
        all(COMPILED, EXAMPLES).stream()
            .map(text -> text.stripTrailing().stripIndent() + "\n")
            .toList();

    assertThat(all(SHOWN, README)).hasSize(5).isEqualTo(compiled);
  }

  @Test
  void readme_namesEveryTokenThatThereIs() throws IOException {
    List<String> there =
        Arrays.stream(TestTokens.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .map(Method::getName)
            .toList();

    assertThat(all(ROW, README)).containsExactlyInAnyOrderElementsOf(there);
  }

  @Test
  void readme_namesEveryFault() throws IOException {
    assertThat(all(FAULT, README))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(TestIssuer.Fault.values()).map(Enum::name).toList());
  }

  private static List<String> all(Pattern pattern, Path file) throws IOException {
    return pattern.matcher(Files.readString(file)).results().map(found -> found.group(1)).toList();
  }
}
