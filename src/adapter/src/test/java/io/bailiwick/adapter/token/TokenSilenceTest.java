package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.bailiwick.testkit.TestLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With every logger at its most talkative, nothing of a token is said, good or bad. */
class TokenSilenceTest extends VerifierTestBase {
  private static final String PRIVATE = "very-private-subject";

  private List<String> tokens() {
    String good = token().subject(PRIVATE).sign();
    return List.of(
        good,
        token().subject(PRIVATE).flippedByte(),
        token().subject(PRIVATE).expired().sign(),
        token().subject(PRIVATE).claim("iss", "https://" + PRIVATE).sign(),
        token().subject(PRIVATE).wrongAudience().sign(),
        token().subject(PRIVATE).header("kid", PRIVATE).sign(),
        token().subject(PRIVATE).header("alg", PRIVATE).sign(),
        token().subject(PRIVATE).header("jku", "https://" + PRIVATE).sign(),
        token().subject(PRIVATE).claim("agent", PRIVATE).sign(),
        token().subject(PRIVATE).claim("cnf", Map.of("kid", PRIVATE)).sign(),
        sign("{\"" + PRIVATE + "\": " + PRIVATE + "}"),
        sign(payload(Map.of("exp", "\"" + PRIVATE + "\""))),
        sign(payload(Map.of("sub", "\"" + PRIVATE + "\",\"sub\":\"" + PRIVATE + "\""))),
        good + "." + PRIVATE,
        good + "=",
        good.replace('.', '~'));
  }

  @Test
  void everyRefusalAtEveryLevel_saysNothingOfTheToken() {
    List<String> tokens = tokens();
    List<String> said = new ArrayList<>();
    try (TestLog log = TestLog.everything()) {
      System.getLogger("control").log(System.Logger.Level.TRACE, "heard");
      for (String token : tokens) {
        for (AgentTokenVerifier each : List.of(verifier, builder().build())) {
          StringWriter out = new StringWriter();
          Throwable refusal = catchThrowable(() -> out.append(each.verify(token).toString()));
          if (refusal != null) {
            refusal.printStackTrace(new PrintWriter(out, true));
          }
          said.add(out.toString());
        }
      }
      assertThat(log.lines()).anyMatch(line -> line.contains("heard"));
      said.addAll(log.lines());
    }
    for (String token : tokens) {
      for (String part : token.split("[.~]", -1)) {
        for (int from = 0; from + 24 <= part.length(); from += 24) {
          String piece = part.substring(from, from + 24);
          assertThat(said).noneMatch(line -> line.contains(piece));
        }
      }
    }
    assertThat(said).noneMatch(line -> line.contains(PRIVATE));
  }
}
