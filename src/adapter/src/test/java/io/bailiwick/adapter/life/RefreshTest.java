package io.bailiwick.adapter.life;

import static io.bailiwick.adapter.life.Connections.admitted;
import static io.bailiwick.adapter.life.Connections.refused;
import static io.bailiwick.adapter.life.Connections.token;
import static io.bailiwick.adapter.life.Connections.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.life.Connections.Hearing;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTest {
  private static final TestToken FIRST =
      token().issuedAgo(Duration.ofSeconds(100)).claim("jti", "first");

  private final TestClock clock = TestClock.at(Callers.CLOCK.instant());
  private final Hearing peer = new Hearing();
  private final List<Caller> befores = Collections.synchronizedList(new ArrayList<>());
  private final Revocations revocations = Revocations.of(clock, Duration.ofMinutes(30));
  private final ConnectionRegistry registry =
      ConnectionRegistry.builder()
          .clock(clock)
          .revocations(revocations)
          .listener(
              new ConnectionListener() {
                @Override
                public void refreshed(Connection connection, Caller before) {
                  befores.add(before);
                }
              })
          .build();
  private final Connection connection = registry.register(admitted(FIRST));

  RefreshTest() {
    connection.open(peer);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private static TestToken next() {
    return FIRST.issuedAgo(Duration.ofSeconds(50)).claim("jti", "next");
  }

  private AgentConnection renewed(TestToken token) {
    return Connections.GATE.renew(connection.admitted(), Presentation.bearer(token.sign()));
  }

  private Refusal.Code refusedWith(TestToken token) {
    Caller before = connection.caller();
    Refusal.Code code = refused(() -> connection.refresh(renewed(token))).code();
    // what is refused changes nothing
    assertThat(connection.caller()).isSameAs(before);
    assertThat(connection.can("run")).isTrue();
    assertThat(befores).isEmpty();
    return code;
  }

  @Test
  void newerToken_movesTheExpiry_andKeepsTheConnection() {
    String id = connection.id();
    connection.refresh(renewed(next().expiresIn(Duration.ofMinutes(10))));
    assertThat(connection.id()).isEqualTo(id);
    assertThat(connection.caller().tokenId()).contains("next");
    assertThat(connection.timeLeft()).hasMinutes(10);
    assertThat(peer.lives()).containsExactly(Duration.ofMinutes(5), Duration.ofMinutes(10));
    assertThat(befores).hasSize(1);
    assertThat(befores.get(0).tokenId()).contains("first");
    clock.advance(Duration.ofMinutes(6));
    assertThat(connection.can("run")).isTrue();
    clock.advance(Duration.ofMinutes(5));
    until(() -> peer.closed().size() == 1);
  }

  @Test
  void shorterToken_movesTheExpiryTowardsNow() {
    connection.refresh(renewed(next().expiresIn(Duration.ofMinutes(1))));
    clock.advance(Duration.ofMinutes(1));
    assertThat(connection.can("run")).isFalse();
  }

  @Test
  void scopes_mayGrowAndShrink() {
    connection.refresh(renewed(next().scopes("agents:run", "agents:write")));
    assertThat(connection.can("write")).isTrue();
    connection.refresh(renewed(next().claim("jti", "third").scopes("agents:chat:run")));
    assertThat(connection.can("write")).isFalse();
    assertThat(connection.can("run")).isTrue();
    assertThat(befores).hasSize(2);
  }

  @Test
  void tokenThatCouldOpenNothing_isRefused() {
    assertThat(refusedWith(next().scopes("agents:read")))
        .isEqualTo(Refusal.Code.INSUFFICIENT_PERMISSIONS);
  }

  @Test
  void inItsTimeOfGrace_itMayStillBeRefreshed() {
    AgentConnection longer = renewed(next().expiresIn(Duration.ofMinutes(10)));
    clock.advance(Duration.ofMinutes(5).plusSeconds(20));
    assertThat(connection.can("run")).isFalse();
    connection.refresh(longer);
    assertThat(connection.can("run")).isTrue();
  }

  @Test
  void anothersToken_isForbidden() {
    assertThat(refusedWith(next().subject("other"))).isEqualTo(Refusal.Code.FORBIDDEN);
    assertThat(refusedWith(next().claim("azp", "other"))).isEqualTo(Refusal.Code.FORBIDDEN);
    assertThat(refusedWith(next().actors("an-agent"))).isEqualTo(Refusal.Code.FORBIDDEN);
  }

  @Test
  void tokenOfAnotherBinding_isForbidden() {
    assertThat(refusedWith(next().agent("chat"))).isEqualTo(Refusal.Code.FORBIDDEN);
    assertThat(refusedWith(next().agent("other"))).isEqualTo(Refusal.Code.FORBIDDEN);
    Connection bound = registry.register(admitted("chat/room/1", FIRST.agent("chat", "room", "1")));
    assertThat(refused(() -> bound.refresh(admitted("chat/room/1", next().agent("chat")))).code())
        .isIn(Refusal.Code.FORBIDDEN, Refusal.Code.INSUFFICIENT_PERMISSIONS);
    assertThat(refused(() -> bound.refresh(admitted("chat/room/1", next()))).code())
        .isEqualTo(Refusal.Code.FORBIDDEN);
    bound.refresh(admitted("chat/room/1", next().agent("chat", "room", "1")));
  }

  @Test
  void connectionToAnotherInstance_isNone_toRefreshWith() {
    assertThat(refused(() -> connection.refresh(admitted("chat/room/2", next()))).code())
        .isEqualTo(Refusal.Code.FORBIDDEN);
    assertThat(refused(() -> connection.refresh(admitted("other", next()))).code())
        .isEqualTo(Refusal.Code.FORBIDDEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"same", "older", "same id", "same second without id"})
  void whatIsNoNewerToken_isToldAsExpired(String which) {
    TestToken token =
        switch (which) {
          case "same" -> FIRST;
          case "older" -> next().issuedAgo(Duration.ofSeconds(101));
          case "same id" -> next().claim("jti", "first");
          default -> FIRST.without("jti");
        };
    assertThat(refusedWith(token)).isEqualTo(Refusal.Code.EXPIRED_TOKEN);
  }

  @Test
  void tokenOfTheSameSecond_isToldApartByItsId() {
    connection.refresh(renewed(FIRST.claim("jti", "other")));
    assertThat(connection.caller().tokenId()).contains("other");
  }

  @Test
  void ticket_makesNoTokenNewer() {
    assertThat(refusedWith(FIRST.redeemed())).isEqualTo(Refusal.Code.EXPIRED_TOKEN);
    assertThat(refusedWith(next().issuedAgo(Duration.ofSeconds(101)).redeemed()))
        .isEqualTo(Refusal.Code.EXPIRED_TOKEN);
    connection.refresh(renewed(next().redeemed()));
    assertThat(connection.caller().originalTokenId()).contains("next");
    befores.clear();
    assertThat(refusedWith(next())).isEqualTo(Refusal.Code.EXPIRED_TOKEN);
    assertThat(refusedWith(next().redeemed())).isEqualTo(Refusal.Code.EXPIRED_TOKEN);
    assertThat(refusedWith(FIRST)).isEqualTo(Refusal.Code.EXPIRED_TOKEN);
  }

  @Test
  void refreshedWithATicket_isFoundByTheTokenThatWasPresented_andByItsOwn() {
    connection.refresh(renewed(next().redeemed().claim("jti", "own")));
    assertThat(found(ConnectionFilter.all().token("next"))).containsExactly(connection);
    assertThat(found(ConnectionFilter.all().token("own"))).containsExactly(connection);
    assertThat(found(ConnectionFilter.all().token("first"))).isEmpty();
    assertThat(found(ConnectionFilter.all().issuedUpTo(clock.instant().minusSeconds(50))))
        .containsExactly(connection);
    assertThat(found(ConnectionFilter.all().issuedUpTo(clock.instant().minusSeconds(51))))
        .isEmpty();
    connection.left();
    assertThat(registry.isEmpty()).isTrue();
  }

  @Test
  void expiredToken_isRefused() {
    AgentConnection brief = renewed(next().expiresIn(Duration.ofSeconds(5)));
    clock.advance(Duration.ofSeconds(5));
    assertThat(refused(() -> connection.refresh(brief))).isEqualTo(AgentConnection.expiry());
  }

  @Test
  void revokedToken_isRefused_andTheConnectionLivesOn() {
    AgentConnection renewed = renewed(next());
    revocations.revoke(Revocation.token(Callers.ISSUER.issuer(), "next"));
    assertThat(refused(() -> connection.refresh(renewed)).code()).isEqualTo(Refusal.Code.REVOKED);
    assertThat(connection.can("run")).isTrue();
  }

  @Test
  void refreshThatRotatesATokenOut_isNoRevocationOfTheConnection() {
    connection.refresh(renewed(next()));
    revocations.revoke(Revocation.token(Callers.ISSUER.issuer(), "first"));
    assertThat(connection.can("run")).isTrue();
    revocations.revoke(Revocation.token(Callers.ISSUER.issuer(), "next"));
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void endedConnection_isNotRefreshed() {
    AgentConnection renewed = renewed(next());
    connection.close(Refusal.of(Refusal.Code.REVOKED));
    assertThat(refused(() -> connection.refresh(renewed)).code()).isEqualTo(Refusal.Code.REVOKED);
    assertThat(registry.isEmpty()).isTrue();
  }

  @Test
  void refreshed_isFoundByItsNewTokenOnly() {
    connection.refresh(renewed(next().claim("sid", "session-2")));
    assertThat(found(ConnectionFilter.all().token("next"))).containsExactly(connection);
    assertThat(found(ConnectionFilter.all().session("session-2"))).containsExactly(connection);
    assertThat(found(ConnectionFilter.all().token("first"))).isEmpty();
    assertThat(found(ConnectionFilter.all().session("session-1"))).isEmpty();
    assertThat(found(ConnectionFilter.all().client("demo-cli"))).containsExactly(connection);
  }

  private List<Connection> found(ConnectionFilter filter) {
    return registry.list(filter, 0, 10).connections();
  }
}
