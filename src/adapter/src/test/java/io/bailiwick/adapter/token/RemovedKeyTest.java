package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.keys.JwksFile;
import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that is taken out ends its tokens in time, those that verified before too. */
class RemovedKeyTest {
  private static final TestKey OLD = TestKey.generate("old", "ES256");
  private static final TestKey NEW = TestKey.generate("new", "ES256");

  @TempDir Path folder;

  private final TestClock clock = TestClock.fixed();
  private final TestIssuer issuer = TestIssuer.start(clock, OLD);

  @AfterEach
  void stop() {
    issuer.close();
  }

  private AgentTokenVerifier verifier(KeySource keys) {
    return AgentTokenVerifier.builder()
        .issuer(issuer.issuer(), keys)
        .audience(TestIssuer.AUDIENCE)
        .clock(clock)
        .build();
  }

  private String token() {
    return issuer.token().expiresIn(Duration.ofHours(1)).sign();
  }

  @Test
  void takenOutOfTheJwks_endsRememberedTokensWithinTheMaximumAge() {
    try (JwksUrl keys =
        JwksUrl.ofIssuer(issuer.issuer())
            .clock(clock)
            .maxAge(Duration.ofMinutes(1))
            .patience(Duration.ofSeconds(20))
            .timeout(Duration.ofSeconds(20))
            .build()) {
      AgentTokenVerifier verifier = verifier(keys);
      String token = token();
      Caller caller = verifier.verify(token);
      clock.advance(Duration.ofMinutes(1));
      assertThat(verifier.verify(token)).as("read anew, and still there").isSameAs(caller);
      issuer.rotate(NEW);
      issuer.retire("old");
      clock.advance(Duration.ofMinutes(1));
      VerifierTestBase.assertRejected(verifier, token, Reason.UNKNOWN_KEY);
    }
  }

  @Test
  void takenOutOfTheFile_endsRememberedTokensWithinFiveSeconds() throws IOException {
    Path file = Files.writeString(folder.resolve("jwks.json"), issuer.jwks());
    AgentTokenVerifier verifier = verifier(JwksFile.read(file, clock, Duration.ofSeconds(20)));
    String token = token();
    Caller caller = verifier.verify(token);
    issuer.rotate(NEW);
    Files.writeString(file, issuer.jwks());
    clock.advance(Duration.ofSeconds(5));
    assertThat(verifier.verify(token)).as("read anew, and still there").isSameAs(caller);
    issuer.retire("old");
    Files.writeString(file, issuer.jwks());
    clock.advance(Duration.ofSeconds(5));
    VerifierTestBase.assertRejected(verifier, token, Reason.UNKNOWN_KEY);
  }
}
