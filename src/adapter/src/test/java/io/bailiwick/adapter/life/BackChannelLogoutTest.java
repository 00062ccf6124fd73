package io.bailiwick.adapter.life;

import static io.bailiwick.adapter.life.Connections.admitted;
import static io.bailiwick.adapter.life.Connections.refused;
import static io.bailiwick.adapter.life.Connections.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.life.Connections.Hearing;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.token.LogoutTokenVerifier;
import io.bailiwick.adapter.token.TokenRejected;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestToken;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackChannelLogoutTest {
  private static final TestToken BERT =
      Connections.token().subject("bert").claim("sid", "s1").issuedAgo(Duration.ofSeconds(5));

  private final JwksUrl keys =
      JwksUrl.at(Callers.ISSUER.jwksUri())
          .clock(Callers.CLOCK)
          .patience(Duration.ofSeconds(20))
          .timeout(Duration.ofSeconds(20))
          .build();
  private final Revocations revocations = Revocations.of(Callers.CLOCK, Duration.ofMinutes(10));
  private final BackChannelLogout logout =
      BackChannelLogout.of(
          LogoutTokenVerifier.of(Callers.ISSUER.issuer(), keys, TestIssuer.AUDIENCE, Callers.CLOCK),
          revocations,
          Callers.CLOCK);
  private final ConnectionRegistry registry =
      ConnectionRegistry.builder().clock(Callers.CLOCK).revocations(revocations).build();

  @AfterEach
  void close() {
    registry.close();
    keys.close();
  }

  private static TestToken logout() {
    return Callers.ISSUER
        .token()
        .header("typ", "logout+jwt")
        .claim("typ", "Logout")
        .subject("bert")
        .claim("sid", "s1")
        .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
  }

  @Test
  void logoutOfASession_endsItsConnections_andKeepsThemFromComingBack() {
    Hearing peer = new Hearing();
    Connection one = registry.register(admitted(BERT));
    one.open(peer);
    Connection other = registry.register(admitted(BERT.claim("sid", "s2")));
    logout.receive(logout().sign());
    assertThat(one.isOpen()).isFalse();
    assertThat(other.isOpen()).isTrue();
    until(() -> peer.closed().size() == 1);
    assertThat(peer.closed().get(0)).isEqualTo(Refusal.of(Refusal.Code.REVOKED));
    assertThat(refused(() -> registry.register(admitted(BERT))).code())
        .isEqualTo(Refusal.Code.REVOKED);
  }

  @Test
  void logoutOfASubject_endsAllThatItWasIssuedUntilThen() {
    registry.register(admitted(BERT));
    registry.register(admitted(BERT.claim("sid", "s2")));
    Connection ada = registry.register(admitted(BERT.subject("ada")));
    Connection later =
        registry.register(admitted(BERT.claim("sid", "s3").issuedAgo(Duration.ofSeconds(1))));
    logout.receive(logout().without("sid").issuedAgo(Duration.ofSeconds(2)).sign());
    assertThat(registry.size()).isEqualTo(2);
    assertThat(ada.isOpen()).isTrue();
    assertThat(later.isOpen()).isTrue();
  }

  @Test
  void tokenThatComesAgain_isRefused() {
    String token = logout().sign();
    logout.receive(token);
    assertThatThrownBy(() -> logout.receive(token))
        .isInstanceOfSatisfying(
            TokenRejected.class,
            e -> assertThat(e.reason()).isEqualTo(TokenRejected.Reason.REPLAYED));
    logout.receive(logout().claim("jti", "another").sign());
  }

  @Test
  void tokenThatIsNotBelieved_revokesNothing() {
    Connection one = registry.register(admitted(BERT));
    assertThatThrownBy(() -> logout.receive(logout().wrongAudience().sign()))
        .isInstanceOf(TokenRejected.class);
    assertThatThrownBy(() -> logout.receive(logout().flippedByte()))
        .isInstanceOf(TokenRejected.class);
    assertThat(one.isOpen()).isTrue();
    assertThat(revocations.size()).isZero();
  }
}
