package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.keys.CryptoChoice;
import io.bailiwick.adapter.keys.CryptoProvider;
import io.bailiwick.adapter.keys.JwksFile;
import io.bailiwick.testkit.AttackCase;
import io.bailiwick.testkit.AttackCorpus;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every attack is refused for its own reason, every control is taken, and nothing of them leaks.
 */
class AttackCorpusTest {
  private static final AttackCorpus CORPUS = AttackCorpus.load();

  /** No word that a log may hold is as long. */
  private static final int PIECE = 24;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void everyCase_endsAsTheCorpusSays_alsoWhenItComesAgain(CryptoProvider provider)
      throws IOException {
    Map<String, AgentTokenVerifier> verifiers = verifiers(choice(provider));
    List<String> wrong = new ArrayList<>();
    for (int pass = 1; pass <= 2; pass++) {
      for (AttackCase each : CORPUS.cases()) {
        String outcome = outcome(verifierOf(verifiers, each), each);
        boolean may = each.level() == AttackCase.Level.OPEN && outcome.equals("accepted");
        if (!may && !outcome.equals(each.reason().orElse("accepted"))) {
          wrong.add(each + " is " + outcome + ", not " + each.reason().orElse("accepted"));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyReason_isOneThatTheVerifierKnows() {
    Set<String> asked = new TreeSet<>();
    CORPUS.cases().forEach(each -> each.reason().ifPresent(asked::add));

    assertThat(asked)
        .allSatisfy(reason -> TokenRejected.Reason.valueOf(reason))
        .hasSizeGreaterThan(12);
  }

  @Test
  void nothingOfATokenOrAKey_isInAnyLogOrOutput() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    List<String> lines;
    try (PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8);
        TestLog log = TestLog.everything()) {
      System.setOut(capture);
      System.setErr(capture);
      Map<String, AgentTokenVerifier> verifiers = verifiers(CryptoChoice.ofProcess());
      for (AttackCase each : CORPUS.cases()) {
        String outcome = outcome(verifierOf(verifiers, each), each);
        System.getLogger("heard").log(System.Logger.Level.TRACE, "{0} {1}", each, outcome);
      }
      lines = new ArrayList<>(log.lines());
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    lines.add(printed.toString(StandardCharsets.UTF_8));
    String all = String.join("\n", lines);

    assertThat(lines).as("the log is heard").hasSizeGreaterThan(CORPUS.cases().size());
    assertThat(pieces().stream().filter(all::contains)).isEmpty();
  }

  /** Of each token's parts and each key: where it starts, and its middle. */
  private static Set<String> pieces() {
    Set<String> pieces = new TreeSet<>();
    for (AttackCase each : CORPUS.cases()) {
      for (String part : each.token().split("\\.", -1)) {
        addPieces(pieces, part);
      }
    }
    for (String name : CORPUS.keySets()) {
      for (String text : CORPUS.jwks(name).split("\"", -1)) {
        if (text.matches("[A-Za-z0-9_-]*")) {
          addPieces(pieces, text);
        }
      }
    }
    assertThat(pieces).hasSizeGreaterThan(1000);
    return pieces;
  }

  private static void addPieces(Set<String> pieces, String text) {
    if (text.length() >= PIECE) {
      pieces.add(text.substring(0, PIECE));
      int middle = (text.length() - PIECE) / 2;
      pieces.add(text.substring(middle, middle + PIECE));
    }
  }

  /** The reason, or what else happened. */
  private static String outcome(AgentTokenVerifier verifier, AttackCase each) {
    try {
      Caller caller = verifier.verify(each.token());
      assertThat(caller.toString()).doesNotContain(each.token());
      return "accepted";
    } catch (TokenRejected e) {
      return e.reason().name();
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  private static AgentTokenVerifier verifierOf(
      Map<String, AgentTokenVerifier> verifiers, AttackCase each) {
    return java.util.Objects.requireNonNull(verifiers.get(each.keys()));
  }

  /** Not every platform has each. */
  private static CryptoChoice choice(CryptoProvider provider) {
    try {
      return CryptoChoice.of(provider);
    } catch (IllegalArgumentException e) {
      return Assumptions.abort(e.getMessage());
    }
  }

  private Map<String, AgentTokenVerifier> verifiers(CryptoChoice crypto) throws IOException {
    TestClock clock = TestClock.at(CORPUS.now());
    Map<String, AgentTokenVerifier> verifiers = new LinkedHashMap<>();
    for (String name : CORPUS.keySets()) {
      Path file = directory.resolve(name + ".json");
      Files.writeString(file, CORPUS.jwks(name));
      verifiers.put(
          name,
          AgentTokenVerifier.builder()
              .issuer(CORPUS.issuer(), JwksFile.read(file, clock, Duration.ofSeconds(20)))
              .audience(CORPUS.audience())
              .clock(clock)
              .crypto(crypto)
              .build());
    }
    return verifiers;
  }
}
