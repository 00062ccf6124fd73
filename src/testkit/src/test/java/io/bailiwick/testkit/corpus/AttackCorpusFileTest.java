package io.bailiwick.testkit.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.testkit.AttackCase;
import io.bailiwick.testkit.AttackCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The file in the jar is what its generator says, to the byte. */
class AttackCorpusFileTest {
  private static final Path COMMITTED =
      Path.of("src/main/resources/io/bailiwick/testkit/vectors/attacks.json");
  private static final Path GENERATED = Path.of("target/attacks.json");

  @Test
  void committedFile_isWhatItsGeneratorSays() throws IOException {
    String text = AttackCorpusFile.text();
    Files.writeString(GENERATED, text);

    assertThat(Files.readString(COMMITTED).equals(text))
        .as("%s is not %s: copy it over where the change is meant", COMMITTED, GENERATED)
        .isTrue();
  }

  @Test
  void corpus_hasHundredsOfAttacksAndAControlForEachAlgorithm() {
    AttackCorpus corpus = AttackCorpus.load();

    assertThat(corpus.cases()).isEqualTo(AttackCorpusFile.cases());
    assertThat(corpus.cases().stream().filter(each -> !each.good())).hasSizeGreaterThan(500);
    Set<String> good =
        corpus.cases().stream()
            .filter(AttackCase::good)
            .map(AttackCase::id)
            .collect(Collectors.toSet());
    assertThat(good)
        .containsAll(CorpusKey.MAIN.stream().map(key -> "control/" + key.kid()).toList());
    assertThat(corpus.keySets())
        .containsAll(corpus.cases().stream().map(AttackCase::keys).toList());
  }
}
