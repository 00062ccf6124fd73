package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.adapter.handle.ClientAuthentication;
import io.bailiwick.adapter.handle.Ticket;
import io.bailiwick.adapter.handle.TicketRedeemer;
import io.bailiwick.adapter.handle.TokenEndpointRedeemer;
import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.adapter.token.AuthMethod;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.TokenRejected;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.AuthorizationRequest;
import io.bailiwick.it.keycloak.Browser;
import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.keycloak.TokenAnswer;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestProof;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A ticket, from the token it is minted with to the token it is redeemed for. */
final class TicketIT {
  private static final String OS = TestRealm.RESEARCH_OS;
  private static final String AGENT = OS + "/agents/research-agent";
  private static TestRealm realm;
  private static Tickets tickets;

  @BeforeAll
  static void open() {
    realm = TestRealm.demo(Offline::allowed);
    tickets = new Tickets(realm);
  }

  @AfterAll
  static void close() {
    realm.close();
  }

  private static TokenAnswer redeem(TokenAnswer presented, String resource) {
    return tickets.redemption(tickets.ticket(presented.accessToken(), resource)).send();
  }

  private static JsonNode claims(TokenAnswer answer) {
    return answer.token().claims();
  }

  @Test
  void ticket_isOpaqueAndShortLived_andIsNotCached() {
    Http.Answer answer = tickets.mint(realm.person("bert").resource(OS).send().accessToken(), OS);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json()).hasSize(2);
    assertThat(answer.json().path("ticket").asText()).matches("bwt_[A-Za-z0-9_-]{43}");
    assertThat(answer.json().path("expires_in").asInt()).isEqualTo(30);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void redeemedToken_verifies_andSaysHowItsCallerCame() {
    TokenAnswer presented = realm.person("bert").resource(OS).send();
    TokenAnswer redeemed = redeem(presented, OS);
    String issuer = realm.endpoints().issuer().toString();
    AgentTokenVerifier verifier =
        AgentTokenVerifier.builder()
            .issuer(issuer, JwksUrl.ofIssuer(issuer).build())
            .audience("research-os")
            .build();

    Caller caller = verifier.verify(redeemed.accessToken());
    Caller before = verifier.verify(presented.accessToken());

    assertThat(caller.authMethod()).isEqualTo(AuthMethod.TICKET);
    assertThat(before.authMethod()).isEqualTo(AuthMethod.BEARER);
    assertThat(caller.identity()).isEqualTo(before.identity());
    assertThat(caller.identity().clientId()).contains("demo-cli");
    assertThat(caller.sessionId()).isPresent().isEqualTo(before.sessionId());
    assertThat(caller.scopes()).isEqualTo(before.scopes());
    assertThat(caller.scopes().isEmpty()).isFalse();
    assertThat(caller.agent()).isEmpty();
    assertThat(caller.expiresAt()).isBeforeOrEqualTo(before.expiresAt());
    assertThat(caller.tokenId()).isPresent().isNotEqualTo(before.tokenId());
    assertThat(caller.name()).isEqualTo(before.name()).contains("Bert Brecht");
    assertThat(redeemed.token().audience()).containsExactly("research-os", OS);
  }

  @Test
  void adapter_redeemsOnce() {
    String text = tickets.ticket(realm.person("bert").resource(OS).send().accessToken(), OS);
    Ticket ticket = Ticket.of(text).orElseThrow();
    TicketRedeemer redeemer =
        TokenEndpointRedeemer.ofIssuer(realm.endpoints().issuer().toString())
            .client(ClientAuthentication.secret("research-os", "research-os-secret"))
            .timeout(Duration.ofSeconds(30))
            .build();

    assertThat(redeemer.redeem(ticket, Optional.of("https://any.example"))).isNotEmpty();
    assertThatThrownBy(() -> redeemer.redeem(ticket, Optional.of("https://any.example")))
        .isInstanceOfSatisfying(
            TokenRejected.class,
            refused -> assertThat(refused.reason()).isEqualTo(TokenRejected.Reason.HANDLE_REFUSED));
  }

  @Test
  void loginByBrowser_keepsItsTimeAndSession() {
    AuthorizationRequest request =
        AuthorizationRequest.of(realm.endpoints(), "demo-web", OS + "/callback")
            .field("resource", OS);
    Browser browser = new Browser(realm.endpoints().server(), "en");
    Browser.Page page = browser.open(request.address());
    TokenAnswer presented =
        request.redeem(browser.submit(page, Map.of("username", "bert", "password", "bert"))).send();
    TokenAnswer redeemed = redeem(presented, AGENT);

    assertThat(claims(redeemed).path("auth_time").asLong()).isPositive();
    for (String kept : List.of("auth_time", "acr", "azp", "sid", "sub")) {
      assertThat(claims(redeemed).path(kept)).as(kept).isEqualTo(claims(presented).path(kept));
    }
  }

  @Test
  void redemption_bringsOneTokenAndNoOther() {
    TokenAnswer presented = realm.person("bert").resource(OS).scope("openid").send();
    TokenAnswer redeemed = redeem(presented, OS);

    assertThat(presented.idToken()).isPresent();
    assertThat(redeemed.body().has("refresh_token")).isFalse();
    assertThat(redeemed.idToken()).isEmpty();
    assertThat(redeemed.body().path("token_type").asText()).isEqualTo("Bearer");
    assertThat(redeemed.scope()).isEqualTo(claims(redeemed).path("scope").asText());
    assertThat(redeemed.token().scopeNames())
        .containsExactlyInAnyOrderElementsOf(presented.token().scopeNames());
  }

  @Test
  void jsonRequest_isAsGoodAsAForm() {
    String token = realm.person("bert").resource(OS).send().accessToken();
    Http.Answer answer =
        Tickets.send(
            tickets
                .body("application/json", "{\"resource\":\"" + OS + "\",\"more\":[1]}")
                .header("Authorization", "bearer " + token));

    assertThat(tickets.redemption(Tickets.ticketIn(answer)).send().hasToken()).isTrue();
  }

  @Test
  void resourceOfAnAgent_bindsTheTicketToIt() {
    TokenAnswer presented = realm.person("ada").resource(OS).send();

    TokenAnswer agent = redeem(presented, AGENT);
    TokenAnswer instance = redeem(presented, AGENT + "/room/42");

    assertThat(agent.token().audience()).containsExactly("research-os", AGENT);
    assertThat(agent.token().binding()).containsExactly("research-agent");
    assertThat(agent.token().scopes()).isNotEmpty().allMatch(scope -> scope.contains(":research-"));
    assertThat(instance.token().binding()).containsExactly("research-agent", "room", "42");
  }

  @Test
  void boundToken_givesABoundTicket_andNoWiderOne() {
    TokenAnswer presented = realm.person("ada").resource(AGENT).send();

    assertThat(redeem(presented, AGENT).token().binding()).containsExactly("research-agent");
    for (String wider : List.of(OS, OS + "/agents/ops-agent")) {
      Http.Answer answer = tickets.mint(presented.accessToken(), wider);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().path("error").asText()).isEqualTo("invalid_target");
    }
    TokenAnswer instance = realm.person("ada").resource(AGENT + "/1").send();
    assertThat(tickets.mint(instance.accessToken(), AGENT).status()).isEqualTo(400);
    assertThat(tickets.mint(instance.accessToken(), AGENT + "/2").status()).isEqualTo(400);
  }

  @Test
  void narrowToken_staysNarrow() {
    TokenAnswer run = realm.person("cleo").resource(OS).scope("agents:run").send();
    TokenAnswer none = realm.person("bert").resource(OS).scope("teams:run").send();

    assertThat(run.token().scopes()).containsExactly("agents:support-agent:run");
    assertThat(redeem(run, OS).token().scopes()).containsExactly("agents:support-agent:run");
    assertThat(none.token().scopes()).isEmpty();
    assertThat(redeem(none, OS).token().scopes()).isEmpty();
  }

  @Test
  void allowanceByAnOptionalScope_countsStill() {
    // the role is allowed by the client scope that was asked, and nothing says so any more
    String mapping = "client-scopes/" + idOfScope("agents:run") + "/scope-mappings/clients/";
    String own = "clients/" + realm.idOfClient("demo-job") + "/scope-mappings/clients/";
    String service = realm.idOfClient("research-os");
    String role = Roles.array(realm, "research-os", "agents:research-agent:run");
    realm.post(mapping + service, role);
    realm.delete(own + service, role);
    try {
      TokenAnswer presented = job("agents:run");
      assertThat(presented.token().scopes()).containsExactly("agents:research-agent:run");
      assertThat(redeem(presented, OS).token().scopes())
          .containsExactly("agents:research-agent:run");
    } finally {
      realm.post(own + service, role);
      realm.delete(mapping + service, role);
    }
  }

  private static String idOfScope(String name) {
    for (JsonNode scope : realm.get("client-scopes")) {
      if (scope.path("name").asText().equals(name)) {
        return scope.path("id").asText();
      }
    }
    throw new AssertionError("no client scope " + name);
  }

  private static TokenAnswer job(String scope) {
    return realm
        .tokenRequest("demo-job")
        .secret("demo-job-secret")
        .clientCredentials()
        .scope(scope)
        .resource(OS)
        .send();
  }

  @Test
  void serviceAccount_hasTicketsToo_withoutASession() {
    TokenAnswer presented = job("agents:run");
    TokenAnswer redeemed = redeem(presented, OS);

    assertThat(claims(redeemed).path("sub")).isEqualTo(claims(presented).path("sub"));
    assertThat(claims(redeemed).path("azp").asText()).isEqualTo("demo-job");
    assertThat(claims(redeemed).has("sid")).isFalse();
    assertThat(redeemed.token().scopes()).containsExactly("agents:research-agent:run");
  }

  /** What came of it would outlive a revocation of the token that was presented. */
  @Test
  void redeemedToken_isNotExchanged() {
    TokenAnswer redeemed = redeem(realm.person("bert").resource(OS).send(), OS);
    for (String resource : List.of(OS, AGENT)) {
      TokenAnswer exchanged =
          realm
              .tokenRequest("research-os")
              .secret("research-os-secret")
              .exchange(redeemed.accessToken())
              .resource(resource)
              .send();
      assertThat(exchanged.status()).isEqualTo(400);
      assertThat(exchanged.error()).isEqualTo("invalid_target");
    }
    TokenAnswer unnamed =
        realm
            .tokenRequest("research-os")
            .secret("research-os-secret")
            .exchange(redeemed.accessToken())
            .send();
    assertThat(unnamed.hasToken()).isFalse();
  }

  @Test
  void exchangedToken_keepsItsClientAndSession() {
    TokenAnswer subject = realm.person("bert").resource(OS).send();
    TokenAnswer presented =
        realm
            .tokenRequest("research-os")
            .secret("research-os-secret")
            .exchange(subject.accessToken())
            .resource(AGENT)
            .send();
    TokenAnswer redeemed = redeem(presented, AGENT);

    assertThat(claims(presented).path("azp").asText()).isEqualTo("research-os");
    assertThat(claims(redeemed).path("azp").asText()).isEqualTo("research-os");
    assertThat(claims(redeemed).path("sid")).isEqualTo(claims(subject).path("sid"));
    assertThat(redeemed.token().scopes()).isEqualTo(presented.token().scopes());
  }

  @Test
  void offlineSession_isAsGoodAsAnother() {
    TokenAnswer first = realm.person("ada").resource(OS).scope("offline_access").send();
    TokenAnswer presented = realm.tokenRequest("demo-cli").refresh(first.refreshToken()).send();
    TokenAnswer redeemed = redeem(presented, OS);

    assertThat(claims(redeemed).path("sid")).isEqualTo(claims(presented).path("sid"));
    assertThat(claims(redeemed).path("exp").asLong())
        .isLessThanOrEqualTo(claims(presented).path("exp").asLong());
    assertThat(redeemed.body().has("refresh_token")).isFalse();
    assertThat(redeemed.token().scopes()).isEqualTo(presented.token().scopes());
    assertThat(redeemed.token().scopes()).isNotEmpty();
  }

  @Test
  void redeemedToken_endsWithThePresentedOne_howeverLongTokensLiveByNow() {
    TokenAnswer presented;
    try (Attribute ignored = Attribute.of(realm, "demo-cli", "access.token.lifespan", "120")) {
      presented = realm.person("bert").resource(OS).send();
    }
    TokenAnswer redeemed = redeem(presented, OS);

    assertThat(claims(redeemed).path("exp")).isEqualTo(claims(presented).path("exp"));
    assertThat(redeemed.body().path("expires_in").asLong()).isPositive().isLessThanOrEqualTo(120);
  }

  @Test
  void ticket_livesAsLongAsItsService_says_andNoLongerThanItsToken() {
    TokenAnswer presented;
    try (Attribute ignored = Attribute.of(realm, "demo-cli", "access.token.lifespan", "50")) {
      presented = realm.person("bert").resource(OS).send();
    }
    try (Attribute ignored =
        Attribute.of(realm, "research-os", "bailiwick.ticket-lifespan", "60")) {
      String longer = realm.person("bert").resource(OS).send().accessToken();
      assertThat(tickets.mint(longer, OS).json().path("expires_in").asInt()).isEqualTo(60);
      assertThat(tickets.mint(presented.accessToken(), OS).json().path("expires_in").asInt())
          .isBetween(1, 50);
    }
  }

  @Test
  void tokenBoundToAKey_needsItsProof_andStaysBound() {
    TestKey key = TestKey.generate("proof", "ES256");
    TestKey other = TestKey.generate("other", "ES256");
    var request = realm.person("bert").resource(OS);
    String token = request.send(proof(key, request.endpoint().toString()).sign()).accessToken();
    String endpoint = tickets.endpoint().toString();
    String good = proof(key, endpoint).token(token).sign();

    Http.Answer answer = dpop(token, good);
    TokenAnswer redeemed =
        tickets
            .redemption(Tickets.ticketIn(answer))
            // the service's own proof is none of the caller's
            .send(proof(other, realm.endpoints().token().toString()).sign());

    assertThat(claims(redeemed).path("cnf").path("jkt").asText()).isEqualTo(key.thumbprint());
    assertThat(claims(redeemed).path("typ").asText()).isEqualTo("DPoP");
    assertThat(redeemed.body().path("token_type").asText()).isEqualTo("DPoP");
    assertUnauthorized(tickets.mint(token, OS), "Bearer");
    assertUnauthorized(
        Tickets.send(tickets.form("resource", OS).header("Authorization", "DPoP " + token)),
        "DPoP");
    assertUnauthorized(dpop(token, good), "DPoP");
    assertUnauthorized(dpop(token, proof(other, endpoint).token(token).sign()), "DPoP");
    assertUnauthorized(dpop(token, proof(key, endpoint).sign()), "DPoP");
    assertUnauthorized(
        dpop(token, proof(key, request.endpoint().toString()).token(token).sign()), "DPoP");
  }

  private static TestProof proof(TestKey key, String url) {
    return TestProof.by(key, Clock.systemUTC()).request("POST", url);
  }

  private static Http.Answer dpop(String token, String proof) {
    return Tickets.send(
        tickets.form("resource", OS), "Authorization", "DPoP " + token, "DPoP", proof);
  }

  private static void assertUnauthorized(Http.Answer answer, String scheme) {
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().path("error").asText()).isEqualTo("invalid_token");
    assertThat(answer.header("WWW-Authenticate"))
        .startsWith(scheme + " ")
        .contains("error=\"invalid_token\"");
  }

  @Test
  void clientWithBoundTokens_getsNoTicketForAnUnboundOne() {
    String token = realm.person("bert").resource(OS).send().accessToken();
    try (Attribute ignored =
        Attribute.of(realm, "demo-cli", "tls.client.certificate.bound.access.tokens", "true")) {
      assertUnauthorized(tickets.mint(token, OS), "Bearer");
    }
    try (Attribute ignored = Attribute.of(realm, "demo-cli", "dpop.bound.access.tokens", "true")) {
      assertUnauthorized(tickets.mint(token, OS), "Bearer");
    }
    assertThat(tickets.mint(token, OS).status()).isEqualTo(200);
  }

  @Test
  void redeemedToken_saysWhichTokenWasPresented() {
    TokenAnswer presented = realm.person("bert").resource(OS).send();

    JsonNode said = claims(redeem(presented, OS)).path("presented");

    assertThat(said).hasSize(2);
    assertThat(said.path("iat").isIntegralNumber()).isTrue();
    assertThat(said.path("iat").asLong()).isEqualTo(claims(presented).path("iat").asLong());
    assertThat(said.path("jti").asText()).isEqualTo(claims(presented).path("jti").asText());
    assertThat(claims(presented).has("presented")).isFalse();
  }

  @Test
  void redeemedToken_opensNothingAtKeycloak() {
    String redeemed = redeem(realm.person("bert").resource(OS).send(), OS).accessToken();

    assertUnauthorized(tickets.mint(redeemed, OS), "Bearer");
    assertThat(realm.tokenRequest("demo-cli").refresh(redeemed).send().error())
        .isEqualTo("invalid_grant");
    assertThat(realm.introspect(redeemed).path("active").asBoolean()).isTrue();
    assertThat(realm.introspect(redeemed).path("auth_method").asText()).isEqualTo("ticket");
  }
}
