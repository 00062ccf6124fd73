package io.bailiwick.adapter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.keys.KeysUnavailable;
import io.bailiwick.adapter.proof.BoundTokens;
import io.bailiwick.adapter.proof.DpopProofs;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.adapter.token.TokenRejected;
import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.scope.Scope;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestIssuer.Fault;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestProof;
import io.bailiwick.testkit.TestTokens;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code of the testkit's README, which {@link TestkitReadmeTest} holds to be the same. */
@Timeout(120)
class TestkitExamplesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static AgentTokenVerifier verifier(TestIssuer issuer, JwksUrl keys, TestClock clock) {
    return AgentTokenVerifier.builder()
        .issuer(issuer.issuer(), keys)
        .audience(TestIssuer.AUDIENCE)
        .clock(clock)
        .build();
  }

  private static JwksUrl keys(TestIssuer issuer, TestClock clock) {
    return JwksUrl.ofIssuer(issuer.issuer())
        .clock(clock)
        .patience(PATIENCE)
        .timeout(PATIENCE)
        .build();
  }

  private static void assertRefused(AgentTokenVerifier verifier, String token, Reason reason) {
    assertThatThrownBy(() -> verifier.verify(token))
        .isInstanceOf(TokenRejected.class)
        .hasMessage(reason.name());
  }

  @Test
  void goodTokensAndBadOnes() {
    // README
    TestClock clock = TestClock.fixed();
    try (TestIssuer issuer = TestIssuer.start(clock);
        JwksUrl keys =
            JwksUrl.ofIssuer(issuer.issuer())
                .clock(clock)
                .timeout(Duration.ofSeconds(30)) // a busy machine is no outage
                .patience(Duration.ofSeconds(30))
                .build()) {
      AgentTokenVerifier verifier =
          AgentTokenVerifier.builder()
              .issuer(issuer.issuer(), keys)
              .audience(TestIssuer.AUDIENCE)
              .clock(clock)
              .build();
      TestTokens tokens = TestTokens.of(issuer);

      Caller caller = verifier.verify(tokens.good());
      assertThat(caller.can(Scope.of("agents", "research-agent", "read"))).isTrue();
      assertThat(caller.can(Scope.of("agents", "research-agent", "run"))).isFalse();

      assertThatThrownBy(() -> verifier.verify(tokens.expired()))
          .isInstanceOf(TokenRejected.class)
          .hasMessage("EXPIRED"); // the reason, and nothing of the token
    }
    // end
  }

  @Test
  void tokensToMeasure() {
    TestClock clock = TestClock.fixed();
    try (TestIssuer issuer = TestIssuer.start(clock);
        JwksUrl keys = keys(issuer, clock)) {
      AgentTokenVerifier verifier = verifier(issuer, keys, clock);
      // README
      String ada =
          issuer
              .token() // five minutes, for TestIssuer.AUDIENCE, agents:read
              .subject("ada")
              .scopes("agents:research-agent:run", "sessions:read")
              .agent("research-agent") // bound to it; with a key, to an instance
              .actors("nightly-job") // who acts for ada
              .expiresIn(Duration.ofMinutes(1))
              .claim("sid", "session-7")
              .sign();
      // end
      Caller caller = verifier.verify(ada);
      assertThat(caller.subject()).isEqualTo("ada");
      assertThat(caller.scopes().texts())
          .containsExactly("agents:research-agent:run", "sessions:read");
      assertThat(caller.actors()).extracting(Caller.Actor::subject).containsExactly("nightly-job");
      assertThat(caller.sessionId()).contains("session-7");
    }
  }

  @Test
  void time() {
    TestClock clock = TestClock.fixed();
    try (TestIssuer issuer = TestIssuer.start(clock);
        JwksUrl keys = keys(issuer, clock)) {
      AgentTokenVerifier verifier = verifier(issuer, keys, clock);
      // README
      String token = issuer.token().expiresIn(Duration.ofMinutes(5)).sign();
      clock.advance(Duration.ofMinutes(5).minusMillis(1));
      assertThat(verifier.verify(token)).isNotNull();
      clock.advance(Duration.ofMillis(1));
      assertRefused(verifier, token, Reason.EXPIRED); // no leeway, and nobody slept
      // end
    }
  }

  @Test
  void rotationAndOutage() {
    TestClock clock = TestClock.fixed();
    try (TestIssuer issuer = TestIssuer.start(clock);
        JwksUrl keys = keys(issuer, clock)) {
      AgentTokenVerifier verifier = verifier(issuer, keys, clock);
      // README
      String before = issuer.token().sign();
      assertThat(verifier.verify(before)).isNotNull();
      issuer.rotate(); // signs with a new key; the old one stays published
      assertThat(verifier.verify(issuer.token().sign())).isNotNull();
      assertThat(verifier.verify(before)).isNotNull();

      issuer.fail(Fault.ERROR); // or DOWN, GARBAGE, HANGING, STALLED, HUGE, REDIRECT, EMPTY, ...
      assertThat(verifier.verify(before)).isNotNull(); // known keys verify on
      issuer.rotate();
      clock.advance(Duration.ofSeconds(10)); // past the cool-down for unknown keys
      assertThatThrownBy(() -> verifier.verify(issuer.token().sign()))
          .isInstanceOf(KeysUnavailable.class); // "come again" (503), never "bad token"
      issuer.fail(Fault.NONE); // it heals
      // end
    }
  }

  @Test
  void boundToken() {
    TestClock clock = TestClock.fixed();
    try (TestIssuer issuer = TestIssuer.start(clock);
        JwksUrl keys = keys(issuer, clock)) {
      AgentTokenVerifier verifier =
          AgentTokenVerifier.builder()
              .issuer(issuer.issuer(), keys)
              .audience(TestIssuer.AUDIENCE)
              .clock(clock)
              .proofs(
                  BoundTokens.builder()
                      .dpop(
                          DpopProofs.builder()
                              .publicUrl(URI.create("https://os.example.com"))
                              .clock(clock)
                              .build())
                      .build())
              .build();
      // README
      TestKey key = TestKey.generate("of-the-client", "ES256");
      String token = issuer.token().boundTo(key).sign();
      String proof =
          TestProof.by(key, clock) // and with other claims, headers and keys, as bad as you like
              .request("POST", "https://os.example.com/agents/research-agent/runs")
              .token(token)
              .sign();
      // end
      Presentation presentation =
          new Presentation(
              token,
              Presentation.Scheme.DPOP,
              List.of(proof),
              "POST",
              "/agents/research-agent/runs",
              Optional.empty());
      assertThat(verifier.verify(presentation)).isNotNull();
      assertRefused(verifier, token, Reason.PROOF_REQUIRED);
    }
  }
}
