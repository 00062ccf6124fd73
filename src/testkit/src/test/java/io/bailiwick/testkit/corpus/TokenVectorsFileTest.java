package io.bailiwick.testkit.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The file in the jar is what its generator says, to the byte. */
class TokenVectorsFileTest {
  private static final Path COMMITTED =
      Path.of("src/main/resources/io/bailiwick/testkit/vectors/tokens.json");
  private static final Path GENERATED = Path.of("target/tokens.json");

  @Test
  void committedFile_isWhatItsGeneratorSays() throws IOException {
    String text = TokenVectorsFile.text();
    Files.writeString(GENERATED, text);

    assertThat(Files.exists(COMMITTED) && Files.readString(COMMITTED).equals(text))
        .as("%s is not %s: copy it over where the change is meant", COMMITTED, GENERATED)
        .isTrue();
  }
}
