package io.bailiwick.adapter.testing;

import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestToken;
import java.time.Duration;

/** Callers as they really come about: a token of an issuer in this process, verified. */
public final class Callers {
  public static final TestClock CLOCK = TestClock.fixed();
  public static final TestIssuer ISSUER = TestIssuer.start(CLOCK);
  public static final AgentTokenVerifier VERIFIER = verifier(ISSUER);

  private Callers() {}

  public static AgentTokenVerifier verifier(TestIssuer issuer) {
    return AgentTokenVerifier.builder()
        .issuer(
            issuer.issuer(),
            JwksUrl.at(issuer.jwksUri())
                .clock(CLOCK)
                .patience(Duration.ofSeconds(20))
                .timeout(Duration.ofSeconds(20))
                .build())
        .audience(TestIssuer.AUDIENCE)
        .clock(CLOCK)
        .build();
  }

  /** A token with these scopes. */
  public static TestToken token(String... scopes) {
    return ISSUER.token().scopes(scopes);
  }

  /** Whoever holds these scopes. */
  public static Caller holding(String... scopes) {
    return verified(token(scopes));
  }

  public static Caller verified(TestToken token) {
    return VERIFIER.verify(token.sign());
  }
}
