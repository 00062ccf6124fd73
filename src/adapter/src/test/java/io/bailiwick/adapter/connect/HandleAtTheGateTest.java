package io.bailiwick.adapter.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bailiwick.adapter.handle.ClientAuthentication;
import io.bailiwick.adapter.handle.TokenEndpointRedeemer;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.testing.Request;
import io.bailiwick.adapter.token.AuthMethod;
import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.adapter.token.SecurityKey;
import io.bailiwick.adapter.token.TokenRejected;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestTickets;
import io.bailiwick.testkit.TestToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tickets and API keys on their way through the gate. */
class HandleAtTheGateTest extends GateTestBase {
  private static final String PAGE = "https://app.example.com";

  private final TestTickets tickets = TestTickets.start();
  private final List<Decision> decisions = new ArrayList<>();
  private final ConnectGate gate = gate(places().subprotocol().connectionParams().firstMessage());

  @AfterEach
  void stop() {
    tickets.close();
  }

  private CredentialPlaces.Builder places() {
    return CredentialPlaces.builder()
        .tickets(
            TokenEndpointRedeemer.at(tickets.tokenEndpoint())
                .client(
                    ClientAuthentication.secret(TestTickets.CLIENT_ID, TestTickets.CLIENT_SECRET))
                .timeout(Duration.ofSeconds(20))
                .build());
  }

  private ConnectGate gate(CredentialPlaces.Builder places) {
    return gate().credentials(places.build()).listener(decisions::add).build();
  }

  private static Request socket(String ticket) {
    return Request.get("/agents/a1/room/42").query("ticket=" + ticket);
  }

  private static TestToken token() {
    return Callers.token("agents:a1:run");
  }

  private TokenRejected.Reason rejected() {
    return decisions.get(decisions.size() - 1).rejected().orElseThrow();
  }

  @Test
  void ticket_opensOneConnection() {
    Request socket = socket(tickets.mint(token()));
    AgentConnection connection = gate.open(socket);
    assertThat(connection.caller().authMethod()).isEqualTo(AuthMethod.TICKET);
    assertThat(connection.agent().key()).containsExactly("room", "42");
    assertThat(refusedToOpen(gate, socket).code()).isEqualTo(Refusal.Code.INVALID_TOKEN);
    assertThat(rejected()).isEqualTo(TokenRejected.Reason.HANDLE_REFUSED);
  }

  @Test
  void ticketOfAPage_isGoodFromThatPageOnly() {
    Request own = socket(tickets.mint(token(), PAGE)).header("Origin", PAGE);
    assertThat(gate.open(own).caller().subject()).isNotEmpty();
    for (Request other :
        List.of(
            socket(tickets.mint(token(), PAGE)),
            socket(tickets.mint(token(), PAGE)).header("Origin", "https://evil.example"),
            socket(tickets.mint(token(), PAGE)).header("Origin", PAGE).header("Origin", PAGE))) {
      assertThat(refusedToOpen(gate, other).code()).isEqualTo(Refusal.Code.INVALID_TOKEN);
    }
  }

  @Test
  void ticket_mayComeWhereverASocketCarriesTokens() {
    Request path = Request.get("/agents/a1");
    assertThat(
            gate.open(
                    path.header(
                        "Sec-WebSocket-Protocol",
                        "bailiwick, bailiwick.token." + tickets.mint(token())))
                .caller()
                .authMethod())
        .isEqualTo(AuthMethod.TICKET);
    assertThat(
            gate.open(
                    path.header(
                        "X-Connection-Params", "{\"token\":\"" + tickets.mint(token()) + "\"}"))
                .caller()
                .authMethod())
        .isEqualTo(AuthMethod.TICKET);
    assertThat(
            gate.awaitCredential(path)
                .orElseThrow()
                .open("{\"action\":\"authenticate\",\"ticket\":\"" + tickets.mint(token()) + "\"}")
                .caller()
                .authMethod())
        .isEqualTo(AuthMethod.TICKET);
    // a header is for a token, and a ticket is none
    assertThat(
            refusedToOpen(gate, path.header("Authorization", "Bearer " + tickets.mint(token())))
                .code())
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
    assertThat(tickets.requests()).hasSize(3);
  }

  @Test
  void ticketOnAPlainRequest_isRefusedBeforeAnybodyIsAskedAboutIt() {
    ConnectGate all =
        gate(places().connectionParams().apiKeys(key -> tickets.mint(token())).acceptBareToken());
    String ticket = tickets.mint(token());
    Request me = Request.get("/me");
    for (Request request :
        List.of(
            me.header("X-Connection-Params", "{\"token\":\"" + ticket + "\"}"),
            me.header("X-API-Key", ticket),
            me.header("Authorization", "Bearer " + ticket),
            me.header("Authorization", ticket))) {
      // whoever only says that it wants a socket gets none here
      for (Request said : List.of(request, request.header("Upgrade", "websocket"))) {
        assertThat(refused(all, said).code()).isEqualTo(Refusal.Code.INVALID_TOKEN);
        assertThat(rejected()).isEqualTo(TokenRejected.Reason.HANDLE_REFUSED);
      }
    }
    assertThat(refusedToOpen(all, Request.get("/agents/a1").header("X-API-Key", ticket)).code())
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
    assertThat(tickets.requests()).isEmpty();
    assertThat(all.open(socket(ticket)).caller().authMethod()).isEqualTo(AuthMethod.TICKET);
  }

  @Test
  void junk_costsTheIssuerNothing() {
    for (String junk : List.of("bwt_", "bwt_x", "x", tickets.unknown() + "A")) {
      assertThat(refusedToOpen(gate, socket(junk)).code()).isEqualTo(Refusal.Code.INVALID_TOKEN);
      assertThat(
              refusedToOpen(
                      gate,
                      Request.get("/agents/a1")
                          .header("Sec-WebSocket-Protocol", "bailiwick, bailiwick.token." + junk))
                  .status())
          .isEqualTo(401);
    }
    assertThat(refusedToOpen(gate, Request.get("/agents/a%2Fb/%zz").query("ticket=" + junk())))
        .extracting(Refusal::status)
        .isEqualTo(400);
    assertThat(tickets.requests()).isEmpty();
  }

  private String junk() {
    return tickets.unknown();
  }

  @Test
  void whatWasRedeemed_isVerifiedAsAnyToken() {
    for (TestToken bad :
        List.of(
            token().expired(),
            token().wrongAudience(),
            token().wrongIssuer(),
            token().signedWith(TestKey.generate("unknown", "RS256")))) {
      assertThat(refusedToOpen(gate, socket(tickets.mint(bad))).status()).isEqualTo(401);
      assertThat(rejected()).isNotEqualTo(TokenRejected.Reason.HANDLE_REFUSED);
    }
    assertThat(refusedToOpen(gate, socket(tickets.mint(Callers.token("agents:a2:run")))).code())
        .isEqualTo(Refusal.Code.INSUFFICIENT_PERMISSIONS);
    assertThat(refusedToOpen(gate, socket(tickets.mint(token().agent("a1", "room", "43")))).code())
        .isEqualTo(Refusal.Code.FORBIDDEN);
  }

  @Test
  void tokenThatDoesNotSayItCameOfATicket_isRefused() {
    for (TestToken other :
        List.of(token(), token().claim("auth_method", "api-key"), token().without("sid"))) {
      String ticket = tickets.mint(other.sign(), Optional.empty());
      assertThat(refusedToOpen(gate, socket(ticket)).code()).isEqualTo(Refusal.Code.INVALID_TOKEN);
      assertThat(rejected()).isEqualTo(TokenRejected.Reason.WRONG_AUTH_METHOD);
    }
  }

  @Test
  void boundToken_wasProvedWhenItsTicketWasMinted_andIsStillNoBearers() {
    TestToken bound =
        token().boundTo(TestKey.generate("dpop", "ES256")).claim("auth_method", "ticket");
    assertThat(gate.open(socket(tickets.mint(bound))).caller().confirmation()).isPresent();
    assertThat(refusedToOpen(gate, Request.get("/agents/a1").bearer(bound)).code())
        .isEqualTo(Refusal.Code.PROOF_REQUIRED);
  }

  @Test
  void issuerThatCantAnswer_isUnavailableAndRetryable() {
    tickets.script(503, Map.of("Retry-After", "9"), "");
    Refusal refusal = refusedToOpen(gate, socket(tickets.unknown()));
    assertThat(refusal).isEqualTo(Refusal.unavailable(Duration.ofSeconds(9)));
    assertThat(refusal.status()).isEqualTo(503);
  }

  @Test
  void ticketThatIsNotTaken_isNoCredential() {
    ConnectGate none = gate(CredentialPlaces.builder().subprotocol());
    assertThat(refusedToOpen(none, socket(tickets.mint(token()))).code())
        .isEqualTo(Refusal.Code.MISSING_TOKEN);
    assertThat(
            refusedToOpen(
                    none,
                    Request.get("/agents/a1")
                        .header(
                            "Sec-WebSocket-Protocol",
                            "bailiwick, bailiwick.token." + tickets.mint(token())))
                .code())
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
    assertThat(tickets.requests()).isEmpty();
  }

  @Test
  void connection_goesOnWithATicketOfThePageThatOpenedIt() {
    AgentConnection earlier = gate.open(socket(tickets.mint(token(), PAGE)).header("Origin", PAGE));
    AgentConnection renewed = gate.renew(earlier, Presentation.bearer(tickets.mint(token(), PAGE)));
    assertThat(renewed.caller().authMethod()).isEqualTo(AuthMethod.TICKET);
    AgentConnection again = gate.renew(renewed, Presentation.bearer(tickets.mint(token(), PAGE)));
    assertThat(again.agent()).isEqualTo(earlier.agent());
    Refused elsewhere =
        catchThrowableOfType(
            Refused.class,
            () -> gate.renew(earlier, Presentation.bearer(tickets.mint(token(), "https://x.y"))));
    assertThat(elsewhere.refusal().code()).isEqualTo(Refusal.Code.INVALID_TOKEN);
  }

  @Test
  void connection_doesNotGoOnWithATokenThatIsOnlySaidToBeRedeemed() {
    TestKey key = TestKey.generate("dpop", "ES256");
    AgentConnection earlier = gate.open(socket(tickets.mint(token())));
    for (String token :
        List.of(
            token().claim("auth_method", "ticket").sign(),
            token().boundTo(key).claim("auth_method", "ticket").sign(),
            tickets.mint(token()))) {
      Presentation said =
          new Presentation(
              token, Presentation.Scheme.REDEEMED, List.of(), "GET", "/", Optional.empty());
      Refused refused = catchThrowableOfType(Refused.class, () -> gate.renew(earlier, said));
      assertThat(refused).isNotNull();
      assertThat(refused.refusal().code()).isEqualTo(Refusal.Code.INVALID_TOKEN);
    }
    assertThat(tickets.requests()).hasSize(1);
  }

  @Test
  void tokenOfATicket_isNotRemembered_andAnApiKeysIs() {
    int before = remembered();
    gate.open(socket(tickets.mint(token().claim("jti", "of-a-ticket"))));
    assertThat(remembered()).isEqualTo(before);
    String token = token().claim("auth_method", "api-key").claim("jti", "of-a-key").sign();
    ConnectGate keys = gate(CredentialPlaces.builder().apiKeys(key -> token));
    keys.admit(Request.get("/me").header("X-API-Key", "good"));
    assertThat(remembered()).isEqualTo(before + 1);
  }

  private static int remembered() {
    return Callers.VERIFIER.tokenCache().orElseThrow().tokens();
  }

  @Test
  void apiKey_isRedeemedAndItsTokenVerified() {
    ConnectGate keys =
        gate(
            CredentialPlaces.builder()
                .apiKeys(
                    key ->
                        switch (key) {
                          case "good" -> token().claim("auth_method", "api-key").sign();
                          case "other" -> token().sign();
                          default -> throw new TokenRejected(TokenRejected.Reason.HANDLE_REFUSED);
                        }));
    Request request = Request.get("/me");
    assertThat(keys.admit(request.header("x-api-key", "good")).requireCaller().authMethod())
        .isEqualTo(AuthMethod.API_KEY);
    for (String bad : List.of("other", "unknown", "", "a b", "a,b")) {
      assertThat(refused(keys, request.header("X-API-Key", bad)).code())
          .isEqualTo(Refusal.Code.INVALID_TOKEN);
    }
    assertThat(
            refused(keys, request.header("X-API-Key", "good").header("X-API-Key", "good")).code())
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
    assertThat(refused(GATE, request.header("X-API-Key", "good")).code())
        .isEqualTo(Refusal.Code.MISSING_TOKEN);
  }

  @Test
  void firstMessage_isAwaitedOfASocketThatCarriesNothing() {
    Request bare = Request.get("/agents/a1");
    AwaitedCredential awaited = gate.awaitCredential(bare).orElseThrow();
    assertThat(awaited.deadline()).isEqualTo(Duration.ofSeconds(10));
    String good = "{\"action\":\"authenticate\",\"token\":\"" + token().sign() + "\"}";
    assertThat(awaited.open(good).agent().name()).isEqualTo("a1");
    Refused refused =
        catchThrowableOfType(
            Refused.class, () -> gate.awaitCredential(bare).orElseThrow().open("hello"));
    assertThat(refused.refusal().code()).isEqualTo(Refusal.Code.MISSING_TOKEN);
    assertThat(decisions)
        .extracting(Decision::refused)
        .containsExactly(Optional.empty(), Optional.of(Refusal.Code.MISSING_TOKEN));
    assertThat(awaited.none().closeCode()).isEqualTo(4401);
    assertThat(decisions).hasSize(3);
  }

  @Test
  void firstMessage_isNotAwaitedWhereAnythingElseIsToBeDecided() {
    for (Request request :
        List.of(
            Request.get("/agents/a1").bearer(token()),
            Request.get("/agents/a1").header("Authorization", "Basic x"),
            socket("junk"),
            Request.get("/agents/a1").query("token=x"),
            Request.get("/agents/a1").header("X-Connection-Params", "{"),
            Request.get("/agents"),
            Request.get("/me"),
            Request.get("/agents/a1/.."))) {
      assertThat(gate.awaitCredential(request)).isEmpty();
    }
    assertThat(GATE.awaitCredential(Request.get("/agents/a1"))).isEmpty();
  }

  @Test
  void securityKey_standsForNoHandle() {
    for (CredentialPlaces places :
        List.of(places().build(), CredentialPlaces.builder().apiKeys(key -> "").build())) {
      ConnectGate.Builder builder =
          ConnectGate.builder()
              .verifier(SecurityKey.forDevelopment("0123456789abcdef"))
              .routes(ROUTES)
              .credentials(places);
      assertThatIllegalStateException().isThrownBy(builder::build);
    }
  }
}
