package io.bailiwick.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.connect.ConnectGate;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README shows as code is code that compiles, and does what it says. */
class ReadmeTest {
  private static final Pattern SHOWN =
      Pattern.compile("(?s)ReadmeTest in src/jakarta -->\n```java\n(.*?)```\n");
  private static final Pattern COMPILED = Pattern.compile("(?s) +// README\n(.*?) +// end\n");

  @Test
  void readme_showsTheCodeThatIsCompiled() throws IOException {
    List<String> shown = all(SHOWN, "../../README.md");
    List<String> compiled =
        all(COMPILED, "src/test/java/io/bailiwick/jakarta/ReadmeExamples.java").stream()
            .map(text -> text.stripTrailing().stripIndent() + "\n")
            .toList();

    assertThat(shown).hasSize(13).isEqualTo(compiled);
  }

  @Test
  void gateOfTheReadme_loosensNothing() {
    ConnectGate gate = ReadmeExamples.gate(anyContext());

    assertThat(gate.loosened()).isEmpty();
    assertThat(gate.describe()).anyMatch(line -> line.contains("agents:run (on that id)"));
  }

  private static List<String> all(Pattern pattern, String file) throws IOException {
    String text = Files.readString(Path.of(file));
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }

  /** Takes the filter and has nothing else to say. */
  private static ServletContext anyContext() {
    return proxy(ServletContext.class, proxy(FilterRegistration.Dynamic.class, new Object()));
  }

  private static <T> T proxy(Class<T> type, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                method.getReturnType().isInstance(answer) ? answer : null));
  }
}
