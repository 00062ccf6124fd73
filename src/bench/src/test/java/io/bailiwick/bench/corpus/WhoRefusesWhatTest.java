package io.bailiwick.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.testkit.AttackCase;
import io.bailiwick.testkit.AttackCase.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.api.condition.JRE;

/** The page is what a run gives. */
class WhoRefusesWhatTest {
  private static final Path COMMITTED = Path.of("ATTACKS.md");
  private static final Path GENERATED = Path.of("target/ATTACKS.md");

  private static final WhoRefusesWhat RUN = new WhoRefusesWhat();

  /**
   * Newer JDKs are stricter with Ed25519 than 17 is, which shows through three of the libraries.
   */
  @Test
  @EnabledOnJre(JRE.JAVA_17)
  void page_isWhatTheRunGives() throws IOException {
    Files.writeString(GENERATED, RUN.page());

    assertThat(Files.readString(COMMITTED))
        .as("%s is not %s: copy it over where the change is meant", COMMITTED, GENERATED)
        .isEqualTo(RUN.page());
  }

  @Test
  void ours_acceptsTheControlsAndNothingElse() {
    List<String> good =
        Corpus.ALL.cases().stream().filter(AttackCase::good).map(AttackCase::id).toList();

    assertThat(RUN.accepted("Bailiwick"))
        .filteredOn(id -> !open().contains(id))
        .containsExactlyInAnyOrderElementsOf(good);
  }

  private static List<String> open() {
    return Corpus.ALL.cases().stream()
        .filter(each -> each.level() == Level.OPEN)
        .map(AttackCase::id)
        .toList();
  }

  @Test
  void everyLibrary_isSetUpSoThatItAcceptsGoodTokens() {
    List<String> good =
        Corpus.ALL.cases().stream()
            .filter(each -> each.good() && each.level() == Level.JWT)
            .map(AttackCase::id)
            .toList();

    for (Judge.Library library : WhoRefusesWhat.LIBRARIES) {
      assertThat(RUN.accepted(library.name()))
          .as(library.name())
          .contains("control/rs256", "control/es256")
          .filteredOn(good::contains)
          .hasSizeGreaterThan(good.size() / 2);
    }
  }
}
