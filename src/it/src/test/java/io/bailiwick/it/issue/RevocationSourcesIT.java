package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.keycloak.TokenAnswer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each thing that ends the right of a living token, and what becomes of it in the feed. */
final class RevocationSourcesIT {
  private static final String OS = TestRealm.RESEARCH_OS;
  private static TestRealm realm;
  private static String cleoId;
  private TokenAnswer cleo;
  private TokenAnswer bert;
  private Follower follower;

  @BeforeAll
  static void open() {
    realm = TestRealm.demo();
    cleoId = realm.idOfUser("cleo");
  }

  @AfterAll
  static void close() {
    realm.close();
  }

  /** Begins once all that was before has been sent. */
  @BeforeEach
  void begin() {
    Follower before = Follower.of(realm, "research-os");
    String last = sid(realm.person("bert").resource(OS).send());
    realm.delete("sessions/" + last);
    before.await("sid", last);
    cleo = realm.person("cleo").resource(OS).send();
    bert = realm.person("bert").resource(OS).send();
    follower = Follower.of(realm, "research-os");
  }

  private static String sid(TokenAnswer answer) {
    return answer.token().claims().path("sid").asText();
  }

  private static long issuedAt(TokenAnswer answer) {
    return answer.token().claims().path("iat").asLong();
  }

  /** Heard, and as of no earlier than the token. */
  private void assertHeard(String kind, String value) {
    assertThat(follower.await(kind, value).path("issued_before").asLong())
        .isGreaterThanOrEqualTo(issuedAt(cleo));
  }

  /** Whatever came before has come by the time that this has. */
  private void assertNothingButThis() {
    realm.delete("sessions/" + sid(bert));
    follower.await("sid", sid(bert));
    assertThat(follower.heard()).containsExactly("sid:" + sid(bert));
  }

  private Http.Answer post(String endpoint, Map<String, String> form) {
    return Http.postForm(
        URI.create(realm.endpoints().issuer() + "/protocol/openid-connect/" + endpoint),
        form.entrySet());
  }

  @Test
  void logoutByTheClient_isOfTheSession() {
    assertThat(
            post("logout", Map.of("client_id", "demo-cli", "refresh_token", cleo.refreshToken()))
                .status())
        .isEqualTo(204);

    assertHeard("sid", sid(cleo));
  }

  @Test
  void sessionsDeletedAndPeopleLoggedOut_byAnAdministrator() {
    realm.delete("sessions/" + sid(cleo));
    assertHeard("sid", sid(cleo));

    realm.post("users/" + cleoId + "/logout", "");
    assertHeard("sub", cleoId);

    realm.post("logout-all", "");
    assertHeard("all", "");
  }

  @Test
  void accessTokenRevoked_isThatToken_andARefreshTokenItsSession() {
    String id = cleo.token().claims().path("jti").asText();
    assertThat(
            post("revoke", Map.of("client_id", "demo-cli", "token", cleo.accessToken())).status())
        .isEqualTo(200);
    assertHeard("jti", id);
    assertThat(follower.heard()).containsExactly("jti:" + id);

    assertThat(
            post("revoke", Map.of("client_id", "demo-cli", "token", cleo.refreshToken())).status())
        .isEqualTo(200);
    assertHeard("sid", sid(cleo));
  }

  @Test
  void personDisabled_andDeleted() {
    try (DisabledUser ignored = DisabledUser.of(realm, "cleo")) {
      assertHeard("sub", cleoId);
    }
    realm.person("dan").resource(OS).send();
    String dan = realm.idOfUser("dan");
    realm.delete("users/" + dan);
    assertHeard("sub", dan);
  }

  @Test
  void personChangedOtherwise_isNot() {
    ObjectNode user = (ObjectNode) realm.get("users/" + cleoId);
    realm.put("users/" + cleoId, user.put("lastName", "Other").toString());

    assertNothingButThis();
  }

  @Test
  void roleTakenFromAPerson_butNotGivenToHer() {
    String mappings =
        "users/" + cleoId + "/role-mappings/clients/" + realm.idOfClient("research-os");
    realm.post(mappings, Roles.array(realm, "research-os", "agents:research-agent:run"));
    realm.delete(mappings, Roles.array(realm, "research-os", "agents:research-agent:run"));
    assertHeard("sub", cleoId);
    assertThat(follower.heard()).containsExactly("sub:" + cleoId);
  }

  @Test
  void roleThatMeansNothingHere_takenAway_isNot() {
    realm.post("roles", "{\"name\":\"reader\"}");
    String array = "[" + realm.get("roles/reader") + "]";
    realm.post("users/" + cleoId + "/role-mappings/realm", array);
    realm.delete("users/" + cleoId + "/role-mappings/realm", array);

    assertNothingButThis();
  }

  @Test
  void groupsRightTakenAway_concernsItsMembers() {
    String group = idIn(realm.post("groups", "{\"name\":\"readers\"}"));
    String below = idIn(realm.post("groups/" + group + "/children", "{\"name\":\"some\"}"));
    realm.put(
        "groups/" + group,
        "{\"name\":\"readers\",\"attributes\":{\"bailiwick.scopes.research-os\":[\"teams:run\"]}}");
    realm.put("users/" + cleoId + "/groups/" + below, "");

    realm.put("groups/" + group, "{\"name\":\"readers\",\"attributes\":{}}");
    assertHeard("sub", cleoId);
    assertThat(follower.heard()).containsExactly("sub:" + cleoId);
  }

  @Test
  void groupLeft_andGroupDeleted() {
    String bertId = realm.idOfUser("bert");
    String group = idIn(realm.post("groups", "{\"name\":\"runners\"}"));
    String roles = "groups/" + group + "/role-mappings/clients/" + realm.idOfClient("research-os");
    realm.post(roles, Roles.array(realm, "research-os", "agents:research-agent:run"));
    realm.put("users/" + cleoId + "/groups/" + group, "");
    realm.put("users/" + bertId + "/groups/" + group, "");
    assertThat(follower.heard()).isEmpty();

    realm.delete("users/" + cleoId + "/groups/" + group);
    assertHeard("sub", cleoId);
    realm.delete("groups/" + group);
    assertHeard("sub", bertId);
  }

  private static String idIn(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  @Test
  void roleThatGivesLess_concernsAll() {
    String service = realm.idOfClient("research-os");
    String path = "clients/" + service + "/roles/agents:support-agent:run";
    ObjectNode role = (ObjectNode) realm.get(path);
    realm.put(
        path,
        role.deepCopy()
            .set(
                "attributes",
                role.objectNode().set("bailiwick.scopes", role.arrayNode().add("teams:run")))
            .toString());
    next();
    assertThat(follower.heard()).isEmpty();

    realm.put(path, role.toString());
    assertHeard("all", "");
  }

  @Test
  void compositeTakenApart_orRoleDeleted_concernsAll() {
    realm.post("roles", "{\"name\":\"composite\"}");
    String part = Roles.array(realm, "research-os", "agents:read");
    realm.post("roles/composite/composites", part);
    next();
    assertThat(follower.heard()).isEmpty();

    realm.delete("roles/composite/composites", part);
    assertHeard("all", "");
    int before = follower.heard().size();
    String roles = "clients/" + realm.idOfClient("research-os") + "/roles";
    realm.post(roles, "{\"name\":\"teams:write\"}");
    realm.delete(roles + "/teams:write");
    follower.awaitMoreThan(before);
    assertThat(follower.heard()).containsOnly("all:");
  }

  private void next() {
    follower.next(1);
  }

  @Test
  void clientDisabled_andDeleted() {
    Attribute.setField(realm, "demo-cli", "enabled", false);
    try {
      assertHeard("azp", "demo-cli");
    } finally {
      Attribute.setField(realm, "demo-cli", "enabled", true);
    }
    realm
        .tokenRequest("demo-job")
        .secret("demo-job-secret")
        .clientCredentials()
        .resource(OS)
        .send();
    realm.delete("clients/" + realm.idOfClient("demo-job"));
    assertHeard("azp", "demo-job");
  }

  @Test
  void clientScopeTakenFromAClient_orDeleted() {
    String scope = "";
    for (JsonNode each : realm.get("client-scopes")) {
      if (each.path("name").asText().equals("agents:run")) {
        scope = each.path("id").asText();
      }
    }
    String path = "clients/" + realm.idOfClient("demo-cli") + "/optional-client-scopes/" + scope;
    realm.delete(path);
    try {
      assertHeard("azp", "demo-cli");
    } finally {
      realm.put(path, "");
    }

    realm.post("client-scopes", "{\"name\":\"short-lived\",\"protocol\":\"openid-connect\"}");
    for (JsonNode each : realm.get("client-scopes")) {
      if (each.path("name").asText().equals("short-lived")) {
        realm.delete("client-scopes/" + each.path("id").asText());
      }
    }
    assertHeard("all", "");
  }

  @Test
  void realmDisabled_isHeardOnceTheFeedAnswersAgain() {
    ObjectNode settings = (ObjectNode) realm.get("");
    realm.put("", settings.put("enabled", false).toString());
    realm.put("", settings.put("enabled", true).toString());
    assertHeard("all", "");
  }

  @Test
  void notBefore_ofAClient_andOfTheRealm() {
    long moment = Instant.now().getEpochSecond() + 60;
    ObjectNode client = (ObjectNode) realm.get("clients/" + realm.idOfClient("demo-cli"));
    ObjectNode settings = (ObjectNode) realm.get("");
    String path = "clients/" + client.path("id").asText();
    try {
      realm.put(path, client.put("notBefore", moment).toString());
      assertThat(follower.await("azp", "demo-cli").path("issued_before").asLong())
          .isEqualTo(moment - 1);

      realm.put("", settings.put("notBefore", moment + 5).toString());
      assertThat(follower.await("all", "").path("issued_before").asLong()).isEqualTo(moment + 4);
    } finally {
      realm.put(path, client.put("notBefore", 0).toString());
      realm.put("", settings.put("notBefore", 0).toString());
    }
  }

  @Test
  void connectionsEnded_byAnAdministrator_withAnEvent() {
    realm.put("events/config", "{\"adminEventsEnabled\":true,\"adminEventsDetailsEnabled\":true}");
    realm.post("bailiwick/end-connections", "{\"sub\":\"" + cleoId + "\"}");
    assertHeard("sub", cleoId);
    realm.post("bailiwick/end-connections", "{\"sid\":\"" + sid(cleo) + "\"}");
    assertHeard("sid", sid(cleo));
    realm.post("bailiwick/end-connections", "{\"azp\":\"demo-cli\"}");
    assertHeard("azp", "demo-cli");

    JsonNode event = realm.get("admin-events").path(2);
    assertThat(event.path("operationType").asText()).isEqualTo("ACTION");
    assertThat(event.path("resourcePath").asText()).isEqualTo("bailiwick/end-connections");
    assertThat(event.path("representation").asText()).contains(cleoId);
    // the session lives on, and a newer token with it
    assertThat(realm.tokenRequest("demo-cli").refresh(cleo.refreshToken()).send().hasToken())
        .isTrue();
  }

  @Test
  void connectionsEnded_byWhoMayNotOrNamesNobody_isRefused() {
    for (String body :
        new String[] {
          "{}",
          "[]",
          "{\"sub\":\"\"}",
          "{\"sub\":1}",
          "{\"jti\":\"x\"}",
          "{\"sub\":\"x\",\"sid\":\"y\"}",
          "{\"sub\":\"" + "x".repeat(5_000) + "\"}"
        }) {
      assertThatThrownBy(() -> realm.post("bailiwick/end-connections", body))
          .hasMessageContaining("400");
    }
    URI uri =
        URI.create(
            realm.endpoints().server()
                + "/admin/realms/"
                + realm.name()
                + "/bailiwick/end-connections");
    String body = "{\"sub\":\"" + cleoId + "\"}";
    assertThat(
            Http.send(
                    Http.request(uri)
                        .header("Content-Type", "application/json")
                        .header(
                            "Authorization", "Bearer " + realm.person("cleo").send().accessToken())
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .status())
        .isIn(401, 403);

    assertNothingButThis();
  }
}
