package io.bailiwick.adapter.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bailiwick.adapter.handle.ApiKeyRedeemer;
import io.bailiwick.adapter.handle.ClientAuthentication;
import io.bailiwick.adapter.handle.TokenEndpointRedeemer;
import io.bailiwick.adapter.limit.AttemptLimits;
import io.bailiwick.adapter.limit.Limit;
import io.bailiwick.adapter.limit.Rate;
import io.bailiwick.adapter.limit.TrustedProxies;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.testing.Request;
import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.adapter.token.TokenRejected;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestTickets;
import io.bailiwick.testkit.TestToken;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom the limits keep out at the gate, and whom they don't. */
class LimitsAtTheGateTest extends GateTestBase {
  private static final String EVIL = "203.0.113.7";
  private static final String GOOD = "198.51.100.1";

  /** Calls itself as the issuer's key does, so that nobody is asked for it. */
  private static final TestKey FORGER =
      TestKey.generate(Callers.ISSUER.key().kid(), Callers.ISSUER.key().algorithm());

  private final TestTickets tickets = TestTickets.start();
  private final TestClock clock = TestClock.fixed();
  private final List<Decision> decisions = new ArrayList<>();

  @AfterEach
  void stop() {
    tickets.close();
  }

  private AttemptLimits.Builder failures(long most) {
    return AttemptLimits.builder()
        .clock(clock)
        .limit(Limit.FAILURES_OF_ADDRESS, Rate.perMinute(most));
  }

  private CredentialPlaces.Builder places() {
    return CredentialPlaces.builder()
        .firstMessage()
        .tickets(
            TokenEndpointRedeemer.at(tickets.tokenEndpoint())
                .client(
                    ClientAuthentication.secret(TestTickets.CLIENT_ID, TestTickets.CLIENT_SECRET))
                .timeout(Duration.ofSeconds(20))
                .build());
  }

  private ConnectGate gate(AttemptLimits.Builder limits) {
    return gate()
        .credentials(places().build())
        .limits(limits.build())
        .clock(Callers.CLOCK)
        .listener(decisions::add)
        .build();
  }

  private static Request agent(String name) {
    return Request.get("/agents/" + name);
  }

  private static Request ticket(String ticket) {
    return agent("a1").query("ticket=" + ticket);
  }

  private static TestToken ada() {
    return Callers.token("agents:run").subject("ada");
  }

  private static TestToken forged() {
    return ada().signedWith(FORGER);
  }

  private static void assertTooOften(Refusal refusal) {
    assertThat(refusal.code()).isEqualTo(Refusal.Code.RATE_LIMITED);
    assertThat(refusal.status()).isEqualTo(429);
    assertThat(refusal.closeCode()).isEqualTo(3429);
    assertThat(refusal.retryAfter()).isPresent();
  }

  private static Refusal refusedToRenew(ConnectGate gate, AgentConnection earlier, String token) {
    return catchThrowableOfType(
            Refused.class, () -> gate.renew(earlier, Presentation.bearer(token)))
        .refusal();
  }

  @Test
  void failuresOfAnAddress_endInTooOften_andAreGivenBack() {
    ConnectGate gate = gate(failures(3));
    Request guess = Request.get("/me").header("Authorization", "Bearer junk").from(EVIL);
    for (int i = 0; i < 3; i++) {
      assertThat(refused(gate, guess).code()).isEqualTo(Refusal.Code.INVALID_TOKEN);
    }
    assertTooOften(refused(gate, guess));
    assertThat(decisions.get(3).refused()).contains(Refusal.Code.RATE_LIMITED);
    assertThat(decisions.get(3).rejected()).contains(TokenRejected.Reason.MALFORMED);
    assertThat(refused(gate, guess.from(GOOD)).code()).isEqualTo(Refusal.Code.INVALID_TOKEN);
    clock.advance(Duration.ofSeconds(20));
    assertThat(refused(gate, guess).code()).isEqualTo(Refusal.Code.INVALID_TOKEN);
    assertTooOften(refused(gate, guess));
  }

  @Test
  void validToken_getsIn_whateverOthersHaveTriedFromItsAddressOrInItsName() {
    ConnectGate gate = gate(failures(2));
    String good = ada().sign();
    for (int i = 0; i < 50; i++) {
      Request guess = agent("a1").bearer(forged());
      assertThat(refusedToOpen(gate, guess.from(EVIL)).retryable() || i < 2).isTrue();
      assertThat(refusedToOpen(gate, guess.from(GOOD)).retryable() || i < 2).isTrue();
    }
    for (String from : List.of(EVIL, GOOD)) {
      Request own = agent("a1").header("Authorization", "Bearer " + good).from(from);
      AgentConnection connection = gate.open(own);
      assertThat(connection.caller().subject()).isEqualTo("ada");
      assertThat(gate.admit(Request.get("/me").bearer(ada()).from(from))).isNotNull();
      assertThat(gate.renew(connection, Presentation.bearer(ada().sign()))).isNotNull();
      assertThat(
              gate.awaitCredential(agent("a1").from(from))
                  .orElseThrow()
                  .open("{\"action\":\"authenticate\",\"token\":\"" + good + "\"}"))
          .isNotNull();
    }
  }

  @Test
  void ticketOfAnAddressThatHasFailedTooOften_costsTheIssuerNothing() {
    ConnectGate gate = gate(failures(2));
    for (int i = 0; i < 2; i++) {
      assertThat(refusedToOpen(gate, ticket(tickets.unknown()).from(EVIL)).code())
          .isEqualTo(Refusal.Code.INVALID_TOKEN);
    }
    assertThat(tickets.requests()).hasSize(2);
    String own = tickets.mint(ada());
    assertTooOften(refusedToOpen(gate, ticket(own).from(EVIL)));
    assertThat(tickets.requests()).hasSize(2);
    // it was not used up, and its owner brings it once there is one left
    clock.advance(Duration.ofSeconds(30));
    assertThat(gate.open(ticket(own).from(EVIL))).isNotNull();
    assertThat(gate.open(ticket(tickets.mint(ada())).from(GOOD))).isNotNull();
  }

  @Test
  void ticketsThatAreGood_areNoFailures() {
    ConnectGate gate = gate(failures(1));
    for (int i = 0; i < 5; i++) {
      assertThat(gate.open(ticket(tickets.mint(ada())).from(EVIL))).isNotNull();
    }
  }

  @Test
  void whatItsIssuerHasSigned_isNoFailure_andToldAsItIs() {
    ConnectGate gate = gate(failures(1));
    for (int i = 0; i < 5; i++) {
      assertThat(refusedToOpen(gate, agent("a1").bearer(ada().expired()).from(EVIL)).code())
          .isEqualTo(Refusal.Code.EXPIRED_TOKEN);
      assertThat(refusedToOpen(gate, agent("a1").bearer(ada().wrongAudience()).from(EVIL)).code())
          .isEqualTo(Refusal.Code.WRONG_AUDIENCE);
      assertThat(refusedToOpen(gate, agent("a1").from(EVIL)).code())
          .isEqualTo(Refusal.Code.MISSING_TOKEN);
      assertThat(refused(gate, Request.get("/config").bearer(ada()).from(EVIL)).status())
          .isEqualTo(403);
    }
    assertThat(gate.limits().look(Limit.FAILURES_OF_ADDRESS, List.of("cb007107"))).isEmpty();
  }

  @Test
  void keyThatIsNotAtHand_isNotWaitedForOnBehalfOfWhoFailsTooOften() {
    try (TestIssuer issuer = TestIssuer.start(Callers.CLOCK)) {
      ConnectGate gate =
          ConnectGate.builder()
              .verifier(Callers.verifier(issuer))
              .routes(ROUTES)
              .limits(failures(1).build())
              .build();
      Request guess = Request.get("/me").header("Authorization", "Bearer junk").from(EVIL);
      refused(gate, guess);
      assertTooOften(refused(gate, guess));
      // keys that were never read are read for anybody
      assertThat(gate.admit(Request.get("/me").bearer(issuer.token()).from(EVIL))).isNotNull();
      issuer.fail(TestIssuer.Fault.HANGING);
      TestKey made = TestKey.generate("made-up", "ES256");
      for (int i = 0; i < 20; i++) {
        assertTooOften(
            refused(gate, Request.get("/me").bearer(issuer.token().signedWith(made)).from(EVIL)));
      }
      assertThat(gate.admit(Request.get("/me").bearer(issuer.token()).from(EVIL))).isNotNull();
      assertThat(issuer.jwksReads()).isLessThanOrEqualTo(2);
      issuer.fail(TestIssuer.Fault.NONE);
      // a key that is new is read without anybody waiting, so that it is there a moment later
      issuer.rotate();
      Request rotated = Request.get("/me").bearer(issuer.token()).from(EVIL);
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      Optional<Admission> admitted = Optional.empty();
      while (admitted.isEmpty() && System.nanoTime() < deadline) {
        try {
          admitted = Optional.of(gate.admit(rotated));
        } catch (Refused e) {
          assertTooOften(e.refusal());
        }
      }
      assertThat(admitted).isPresent();
    }
  }

  @Test
  void apiKeyThatIsRemembered_getsIn_andNobodyIsAskedAboutAnother() {
    List<String> asked = new ArrayList<>();
    ApiKeyRedeemer keys =
        new ApiKeyRedeemer() {
          @Override
          public String redeem(String apiKey) {
            asked.add(apiKey);
            throw new TokenRejected(TokenRejected.Reason.HANDLE_REFUSED);
          }

          @Override
          public Optional<String> remembered(String apiKey) {
            return apiKey.equals("good")
                ? Optional.of(ada().claim("auth_method", "api-key").sign())
                : Optional.empty();
          }
        };
    ConnectGate gate =
        gate()
            .credentials(CredentialPlaces.builder().apiKeys(keys).build())
            .limits(failures(1).build())
            .build();
    Request me = Request.get("/me").from(EVIL);
    assertThat(refused(gate, me.header("X-API-Key", "one")).status()).isEqualTo(401);
    assertTooOften(refused(gate, me.header("X-API-Key", "two")));
    assertThat(gate.admit(me.header("X-API-Key", "good"))).isNotNull();
    assertThat(asked).containsExactly("one");
  }

  @Test
  void socketThatWasOpenedForNothing_isAFailure() {
    ConnectGate gate = gate(failures(2));
    AwaitedCredential silent = gate.awaitCredential(agent("a1").from(EVIL)).orElseThrow();
    assertThat(silent.none().code()).isEqualTo(Refusal.Code.MISSING_TOKEN);
    Refused chatty = catchThrowableOfType(Refused.class, () -> silent.open("hello"));
    assertThat(chatty.refusal().code()).isEqualTo(Refusal.Code.MISSING_TOKEN);
    assertTooOften(silent.none());
  }

  @Test
  void callersAttempts_areCountedWhateverCameOfThem_andNobodyElses() {
    ConnectGate gate =
        gate(
            AttemptLimits.builder()
                .clock(clock)
                .limit(Limit.CONNECTIONS_OF_CALLER, Rate.perMinute(3)));
    AgentConnection connection = gate.open(agent("a1").bearer(ada()).from(EVIL));
    // a refresh in place is one, and so is what was refused for its scope
    gate.renew(connection, Presentation.bearer(ada().sign()));
    assertThat(
            refusedToOpen(gate, agent("a1").bearer(ada().scopes("agents:read")).from(GOOD)).code())
        .isEqualTo(Refusal.Code.INSUFFICIENT_PERMISSIONS);
    assertTooOften(refusedToOpen(gate, agent("a2").bearer(ada()).from(GOOD)));
    assertTooOften(refusedToRenew(gate, connection, ada().sign()));
    assertThat(gate.open(agent("a1").bearer(ada().subject("bert")).from(EVIL))).isNotNull();
    assertThat(decisions.get(3).subject()).contains("ada");
    clock.advance(Duration.ofSeconds(20));
    assertThat(gate.open(agent("a1").bearer(ada()).from(EVIL))).isNotNull();
  }

  @Test
  void agentsAttempts_areOfThoseWhoMayReachIt() {
    ConnectGate gate =
        gate(
            AttemptLimits.builder()
                .clock(clock)
                .limit(Limit.CONNECTIONS_TO_AGENT, Rate.perMinute(2))
                .limit(Limit.CONNECTIONS_OF_CALLER_TO_AGENT, Rate.perMinute(1)));
    for (int i = 0; i < 5; i++) {
      assertThat(refusedToOpen(gate, agent("a1").bearer(ada().scopes("agents:read"))).status())
          .isEqualTo(403);
    }
    assertThat(gate.open(agent("a1").bearer(ada()))).isNotNull();
    assertTooOften(refusedToOpen(gate, agent("a1/room/2").bearer(ada())));
    assertThat(gate.open(agent("a2").bearer(ada()))).isNotNull();
    assertThat(gate.open(agent("a1").bearer(ada().subject("bert")))).isNotNull();
    assertTooOften(refusedToOpen(gate, agent("a1").bearer(ada().subject("cleo"))));
  }

  @Test
  void addressesAttempts_areOfVerifiedCallersOnly() {
    ConnectGate gate = gate(failures(1).limit(Limit.CONNECTIONS_OF_ADDRESS, Rate.perMinute(2)));
    for (int i = 0; i < 5; i++) {
      refusedToOpen(gate, agent("a1").bearer(forged()).from("2001:db8::1"));
    }
    assertThat(gate.open(agent("a1").bearer(ada()).from("2001:db8::2"))).isNotNull();
    assertThat(gate.open(agent("a1").bearer(ada().subject("bert")).from("2001:db8::3")))
        .isNotNull();
    assertTooOften(refusedToOpen(gate, agent("a1").bearer(ada()).from("2001:db8::4")));
    assertThat(gate.open(agent("a1").bearer(ada()).from("2001:db8:0:1::1"))).isNotNull();
  }

  @Test
  void requests_areLimitedWhereTold_andOnceForAllDispatches() {
    ConnectGate gate =
        gate(
            AttemptLimits.builder()
                .clock(clock)
                .limit(Limit.REQUESTS_OF_CALLER, Rate.perMinute(2))
                .limit(Limit.REQUESTS_OF_CALLER_TO_AGENT, Rate.perMinute(1)));
    Request run = Request.post("/agents/a1/runs").bearer(ada());
    Admission first = gate.admit(run);
    for (int i = 0; i < 5; i++) {
      assertThat(gate.admitAgain(run, first)).isNotNull();
      assertThat(gate.admit(Request.get("/health"))).isNotNull();
    }
    assertTooOften(refused(gate, run));
    assertTooOften(refused(gate, Request.get("/me").bearer(ada())));
    assertThat(gate.admit(Request.get("/me").bearer(ada().subject("bert")))).isNotNull();
    // connections are counted apart
    assertThat(gate.open(agent("a1").bearer(ada()))).isNotNull();
  }

  @Test
  void forwardedFor_isTheClient_onlyWhereItsProxyIsTrusted() {
    Request guess = Request.get("/me").header("Authorization", "Bearer junk");
    Request viaProxy = guess.from("10.0.0.1");
    ConnectGate nobodysWord = gate(failures(1));
    refused(nobodysWord, viaProxy.header("X-Forwarded-For", EVIL));
    assertTooOften(refused(nobodysWord, viaProxy.header("X-Forwarded-For", GOOD)));
    ConnectGate trusting =
        gate()
            .limits(failures(1).build())
            .trustedProxies(TrustedProxies.of(List.of("10.0.0.0/8")))
            .build();
    refused(trusting, viaProxy.header("X-Forwarded-For", EVIL));
    assertTooOften(refused(trusting, viaProxy.header("X-Forwarded-For", EVIL)));
    assertThat(refused(trusting, viaProxy.header("X-Forwarded-For", GOOD)).status()).isEqualTo(401);
    assertThat(trusting.loosened()).anyMatch(line -> line.startsWith("trustedProxies"));
    assertThat(nobodysWord.loosened()).isEmpty();
  }

  @Test
  void requestThatCantSayWhereItComesFrom_isOneWithAllSuch() {
    ConnectGate gate = gate(failures(1));
    Request guess = Request.get("/me").header("Authorization", "Bearer junk");
    assertThat(refused(gate, guess).status()).isEqualTo(401);
    ConnectRequest throwing =
        new ConnectRequest() {
          @Override
          public String method() {
            return guess.method();
          }

          @Override
          public String rawPath() {
            return guess.rawPath();
          }

          @Override
          public Optional<String> rawQuery() {
            return Optional.empty();
          }

          @Override
          public List<String> headers(String name) {
            return guess.headers(name);
          }

          @Override
          public Optional<InetAddress> remoteAddress() {
            throw new IllegalStateException("gone");
          }
        };
    assertTooOften(refused(gate, throwing));
  }

  @Test
  void limits_areSetOnce_andListedWhereTheyAreLifted() {
    ConnectGate.Builder builder = gate().limits(AttemptLimits.standard());
    assertThatIllegalStateException().isThrownBy(() -> builder.limits(AttemptLimits.standard()));
    assertThat(builder.build().loosened()).isEmpty();
    ConnectGate lifted =
        gate().limits(AttemptLimits.builder().unlimited(Limit.FAILURES_OF_ADDRESS).build()).build();
    assertThat(lifted.loosened()).containsExactly("unlimited: failures_of_address");
    for (int i = 0; i < 2000; i++) {
      assertThat(refused(lifted, Request.get("/me").header("Authorization", "Bearer x")).status())
          .isEqualTo(401);
    }
  }
}
