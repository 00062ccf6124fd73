package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.AdminAccount;
import io.bailiwick.it.keycloak.BuildPaths;
import io.bailiwick.it.keycloak.DecodedJwt;
import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.keycloak.KeycloakHome;
import io.bailiwick.it.keycloak.KeycloakProcess;
import io.bailiwick.it.keycloak.KeycloakServer;
import io.bailiwick.it.keycloak.Ports;
import io.bailiwick.it.keycloak.RealmEndpoints;
import io.bailiwick.it.keycloak.TokenAnswer;
import io.bailiwick.it.keycloak.TokenRequest;
import io.bailiwick.it.realm.RealmFile;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Client-initiated backchannel authentication (OpenID CIBA Core 1.0) in poll mode: the resource
 * comes with the token request. The authentication device's address is an option of the server, so
 * these tests have a server of their own.
 */
final class CibaIT {
  private static final String OS = TestRealm.RESEARCH_OS;
  private static final String RESEARCH_AGENT = OS + "/agents/research-agent";
  private static final Set<String> NOT_YET = Set.of("authorization_pending", "slow_down");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String DEVICE =
      "KC_SPI_CIBA_AUTH_CHANNEL__CIBA_HTTP_AUTH_CHANNEL__HTTP_AUTHENTICATION_CHANNEL_URI";

  private static @Nullable KeycloakServer server;

  @SuppressWarnings("NullAway.Init") // where it is not there, no test runs
  private static AuthenticationDevice device;

  @SuppressWarnings("NullAway.Init") // where it is not there, no test runs
  private static RealmEndpoints realm;

  @SuppressWarnings("NullAway.Init") // where it is not there, no test runs
  private static RealmEndpoints consentRealm;

  @BeforeAll
  static void open() throws IOException {
    if (!isDeviceReached()) {
      return;
    }
    RealmFile demo = RealmFile.demo(BuildPaths.realmConfig()).changed(CibaIT::ciba);
    device = AuthenticationDevice.start();
    server =
        start(
            List.of(demo.named("ciba"), demo.named("ciba-consent").changed(CibaIT::consent)),
            Map.of(DEVICE, device.uri().toString()));
    realm = server.realm("ciba");
    consentRealm = server.realm("ciba-consent");
  }

  /**
   * Before each rather than once, so that each counts as skipped and not as if it were not there.
   */
  @BeforeEach
  void reachesTheDevice() {
    assumeTrue(isDeviceReached(), "a container can't reach this host's loopback address");
  }

  @AfterAll
  static void close() {
    if (server != null) {
      server.close();
    }
    if (device != null) {
      device.close();
    }
  }

  @Test
  void serviceAsked_getsWhatIsHeldAndAllowed() {
    TokenAnswer answer = agent(realm, "openid").resource(OS).send();

    DecodedJwt token = answer.token();
    assertThat(token.audience()).containsExactly("research-os", OS);
    assertThat(token.scopes())
        .containsExactly("agents:research-agent:read", "agents:research-agent:run");
    assertThat(token.scopeNames())
        .containsExactly("openid", "agents:research-agent:read", "agents:research-agent:run");
    assertThat(answer.scope()).isEqualTo(token.claims().path("scope").asText());
    assertThat(token.claims().has("agent")).isFalse();
    assertThat(token.claims().path("azp").asText()).isEqualTo("demo-agent");
    assertThat(token.claims().has("realm_access")).isFalse();
    assertThat(token.claims().has("resource_access")).isFalse();
    assertThat(token.header().path("typ").asText()).isEqualTo("at+jwt");
  }

  @Test
  void clientThatMayLess_getsLess() {
    TokenAnswer answer = approved(realm, "demo-job", "openid").resource(OS).send();

    assertThat(answer.token().audience()).containsExactly("research-os", OS);
    assertThat(answer.token().scopes()).containsExactly("agents:research-agent:run");
    assertThat(answer.scope()).isEqualTo("openid agents:research-agent:run");
  }

  @Test
  void actionAsked_onlyThatHalfIsGranted() {
    TokenAnswer answer = agent(realm, "openid agents:read").resource(OS).send();

    assertThat(answer.token().scopes()).containsExactly("agents:research-agent:read");
    assertThat(answer.scope()).isEqualTo("openid agents:research-agent:read");
  }

  @Test
  void instanceAsked_tokenIsBoundToIt() {
    DecodedJwt token = agent(realm, "openid").resource(RESEARCH_AGENT + "/room/42").send().token();

    assertThat(token.audience()).containsExactly("research-os", RESEARCH_AGENT + "/room/42");
    assertThat(token.claims().path("agent").path("name").asText()).isEqualTo("research-agent");
    assertThat(token.claims().path("agent").path("key").toString()).isEqualTo("[\"room\",\"42\"]");
    assertThat(token.scopes())
        .containsExactly("agents:research-agent:read", "agents:research-agent:run");
  }

  @Test
  void noResource_noAgentServiceAndNoAgentScopes() {
    TokenAnswer answer = agent(realm, "openid agents:run").send();

    DecodedJwt token = answer.token();
    assertThat(token.audience()).isEmpty();
    assertThat(token.claims().has("scopes")).isFalse();
    assertThat(token.claims().has("agent")).isFalse();
    assertThat(token.scopeNames()).containsExactly("openid");
    assertThat(answer.scope()).isEqualTo("openid");
  }

  @Test
  void clientThatNeedsConsent_isRefusedAResource() {
    TokenAnswer answer = agent(consentRealm, "openid agents:run").resource(OS).send();

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("invalid_target");
    assertThat(answer.hasToken()).isFalse();
  }

  @Test
  void clientThatNeedsConsent_getsAnOrdinaryToken() {
    DecodedJwt token = agent(consentRealm, "openid agents:run").send().token();

    assertThat(token.audience()).isEmpty();
    assertThat(token.claims().has("scopes")).isFalse();
  }

  @Test
  void unknownResource_isInvalidTarget_andTheRequestIsNotSpent() {
    TokenRequest request = agent(realm, "openid");

    TokenAnswer refused = request.resource("http://localhost:7778").send();

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).isEqualTo("invalid_target");
    assertThat(request.resource(OS).send().token().audience()).containsExactly("research-os", OS);
  }

  @Test
  void beforeThePersonSaidYes_noToken_andAfterwardsOne() {
    TokenRequest request = asked(realm, "demo-agent", "openid").resource(OS);
    assertThat(request.send().error()).isEqualTo("authorization_pending");

    assertThat(device.answer(callback(realm), "SUCCEED")).isEqualTo(200);

    assertThat(polled(request).token().audience()).containsExactly("research-os", OS);
  }

  @Test
  void personSaysNo_noToken() {
    TokenRequest request = asked(realm, "demo-agent", "openid").resource(OS);

    assertThat(device.answer(callback(realm), "UNAUTHORIZED")).isEqualTo(200);

    assertThat(request.send().error()).isEqualTo("access_denied");
  }

  @Test
  void refresh_staysWithinWhatWasAskedAtFirst() {
    TokenAnswer first = agent(realm, "openid agents:run").resource(RESEARCH_AGENT).send();

    DecodedJwt again = refresh(first).send().token();
    assertThat(again.audience()).containsExactly("research-os", RESEARCH_AGENT);
    assertThat(again.scopes()).containsExactly("agents:research-agent:run");
    assertThat(refresh(first).resource(OS).send().error()).isEqualTo("invalid_target");
  }

  private static TokenRequest refresh(TokenAnswer answer) {
    return realm
        .tokenRequest("demo-agent")
        .secret("demo-agent-secret")
        .refresh(answer.refreshToken());
  }

  private static TokenRequest agent(RealmEndpoints at, String scope) {
    return approved(at, "demo-agent", scope);
  }

  /** The token request of a client to whom bert has just said yes. */
  private static TokenRequest approved(RealmEndpoints at, String clientId, String scope) {
    TokenRequest request = asked(at, clientId, scope);
    assertThat(device.answer(callback(at), "SUCCEED")).isEqualTo(200);
    return request;
  }

  /** The same while bert's device still shows the question. */
  private static TokenRequest asked(RealmEndpoints at, String clientId, String scope) {
    String secret = clientId + "-secret";
    Http.Answer answer =
        Http.postForm(
            backchannel(at),
            List.of(
                Map.entry("client_id", clientId),
                Map.entry("client_secret", secret),
                Map.entry("login_hint", "bert"),
                Map.entry("scope", scope)));
    assertThat(answer.status()).isEqualTo(200);
    return at.tokenRequest(clientId)
        .secret(secret)
        .field("grant_type", "urn:openid:params:grant-type:ciba")
        .field("auth_req_id", answer.json().path("auth_req_id").asText());
  }

  /** Asks until Keycloak has more to say than to wait. */
  private static TokenAnswer polled(TokenRequest request) {
    Instant deadline = Instant.now().plus(PATIENCE);
    TokenAnswer answer = request.send();
    while (NOT_YET.contains(answer.error()) && Instant.now().isBefore(deadline)) {
      answer = request.send();
    }
    return answer;
  }

  private static URI backchannel(RealmEndpoints at) {
    JsonNode discovery = Http.get(at.discovery()).json();
    return URI.create(discovery.path("backchannel_authentication_endpoint").asText());
  }

  private static URI callback(RealmEndpoints at) {
    return URI.create(backchannel(at) + "/callback");
  }

  private static boolean isDeviceReached() {
    return System.getProperty("bailiwick.it.server", "distribution").equals("distribution");
  }

  private static KeycloakServer start(List<RealmFile> imports, Map<String, String> environment) {
    KeycloakHome home =
        new KeycloakHome(
            BuildPaths.distribution(),
            BuildPaths.providerJar(),
            BuildPaths.homes(),
            line -> System.err.println("[keycloak] " + line));
    return KeycloakProcess.start(
        home,
        new KeycloakProcess.Settings(Ports.free(), AdminAccount.random(), imports, environment));
  }

  /** Two clients may use CIBA; a second is the shortest wait between two polls. */
  private static ObjectNode ciba(ObjectNode realm) {
    realm.withObjectProperty("attributes").put("cibaInterval", "1");
    for (String clientId : List.of("demo-agent", "demo-job")) {
      client(realm, clientId)
          .withObjectProperty("attributes")
          .put("oidc.ciba.grant.enabled", "true")
          .put("ciba.backchannel.token.delivery.mode", "poll");
    }
    return realm;
  }

  private static ObjectNode consent(ObjectNode realm) {
    client(realm, "demo-agent").put("consentRequired", true);
    return realm;
  }

  private static ObjectNode client(ObjectNode realm, String clientId) {
    for (JsonNode client : realm.path("clients")) {
      if (client.path("clientId").asText().equals(clientId)) {
        return (ObjectNode) client;
      }
    }
    throw new AssertionError("no client " + clientId);
  }
}
