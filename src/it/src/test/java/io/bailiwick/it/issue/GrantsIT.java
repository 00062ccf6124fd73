package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.keycloak.TokenAnswer;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where grants come from, and who may have them. Each test has its realm. */
final class GrantsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OS = TestRealm.RESEARCH_OS;
  private TestRealm realm;

  @BeforeEach
  void open() {
    realm = TestRealm.demo();
  }

  @AfterEach
  void close() {
    realm.close();
  }

  @Test
  void compositeRole_grantsItsParts() {
    give("dan", "operator");

    assertThat(scopes("dan"))
        .containsExactly(
            "agents:read",
            "agents:run",
            "teams:read",
            "teams:run",
            "workflows:read",
            "workflows:run");
  }

  @Test
  void realmRoleThatContainsAServicesRole_grantsIt() {
    realm.post("roles", "{\"name\":\"staff\"}");
    realm.post("roles/staff/composites", Roles.array(realm, "research-os", "config:read"));
    realm.post(
        "users/" + realm.idOfUser("dan") + "/role-mappings/realm",
        "[" + realm.get("roles/staff") + "]");

    assertThat(scopes("dan")).containsExactly("config:read");
  }

  @Test
  void roleOfAnotherService_grantsNothingHere() {
    realm.post(
        "users/"
            + realm.idOfUser("dan")
            + "/role-mappings/clients/"
            + realm.idOfClient("archive-os"),
        Roles.array(realm, "archive-os", "agent_os:admin"));

    assertThat(scopes("dan")).isEmpty();
    // and there, the client may have less than the administrator holds
    assertThat(realm.person("dan").resource(TestRealm.ARCHIVE_OS).send().token().scopes())
        .containsExactly("agents:read", "agents:run");
  }

  @Test
  void roleWithScopesInItsAttribute_grantsThem() {
    realm.post(
        "clients/" + realm.idOfClient("research-os") + "/roles",
        "{\"name\":\"night-shift\",\"attributes\":{\"bailiwick.scopes\":"
            + "[\"agents:ops-agent:read agents:ops-agent:run\",\"teams:read\",\"agents::run\"]}}");
    give("dan", "night-shift");

    assertThat(scopes("dan"))
        .containsExactly("agents:ops-agent:read", "agents:ops-agent:run", "teams:read");
  }

  @Test
  void groupAttribute_isInheritedByGroupsBelow() {
    String parent =
        group(
            "groups",
            "{\"name\":\"staff\",\"attributes\":{\"bailiwick.scopes.research-os\":[\"agents:read\"]}}");
    String child =
        group(
            "groups/" + parent + "/children",
            "{\"name\":\"night\",\"attributes\":{\"bailiwick.scopes.archive-os\":[\"agents:run\"],\"bailiwick.scopes.research-os\":[\"agents:ops-agent:run\"]}}");
    realm.put("users/" + realm.idOfUser("dan") + "/groups/" + child, "{}");

    assertThat(scopes("dan")).containsExactly("agents:ops-agent:run", "agents:read");
    assertThat(realm.person("dan").resource(TestRealm.ARCHIVE_OS).send().token().scopes())
        .containsExactly("agents:run");
  }

  @Test
  void userAttributeReservedToAdministrators_grants() {
    userAttribute("dan", "bailiwick.scopes.research-os", "teams:read");

    assertThat(scopes("dan")).containsExactly("teams:read");
  }

  @Test
  void userAttributeSetByTheUserHerself_grantsNothing() throws Exception {
    ObjectNode profile = (ObjectNode) realm.get("users/profile");
    for (JsonNode attribute : profile.path("attributes")) {
      if (attribute.path("name").asText().equals("bailiwick.scopes.research-os")) {
        ((ObjectNode) attribute.path("permissions"))
            .set("edit", JSON.readTree("[\"admin\",\"user\"]"));
        ((ObjectNode) attribute.path("permissions"))
            .set("view", JSON.readTree("[\"admin\",\"user\"]"));
      }
    }
    realm.put("users/profile", profile.toString());

    int status = setOwnAttribute("dan", "agent_os:admin");

    assertThat(status).isEqualTo(204);
    assertThat(realm.get("users/" + realm.idOfUser("dan")).toString()).contains("agent_os:admin");
    assertThat(scopes("dan")).isEmpty();
  }

  @Test
  void shippedProfile_doesNotLetTheUserSetItAtAll() {
    setOwnAttribute("dan", "agent_os:admin");

    assertThat(realm.get("users/" + realm.idOfUser("dan")).toString())
        .doesNotContain("agent_os:admin");
    assertThat(scopes("dan")).isEmpty();
  }

  @Test
  void unmanagedAttributes_grantOnlyWhereAdministratorsAloneEditThem() {
    ObjectNode profile = (ObjectNode) realm.get("users/profile");
    for (var each = profile.path("attributes").elements(); each.hasNext(); ) {
      if (each.next().path("name").asText().startsWith("bailiwick.")) {
        each.remove();
      }
    }
    profile.put("unmanagedAttributePolicy", "ENABLED");
    realm.put("users/profile", profile.toString());
    userAttribute("dan", "bailiwick.scopes.research-os", "teams:read");
    assertThat(scopes("dan")).isEmpty();

    profile.put("unmanagedAttributePolicy", "ADMIN_EDIT");
    realm.put("users/profile", profile.toString());
    assertThat(scopes("dan")).containsExactly("teams:read");

    profile.remove("unmanagedAttributePolicy");
    realm.put("users/profile", profile.toString());
    assertThat(scopes("dan")).isEmpty();
  }

  @Test
  void clientAllowedByAClientScope_evenWhereTheUserHasNoneOfItsVeryRoles() {
    // the client's own mappings go; a default client scope brings agents:run for any agent
    String mappings =
        "clients/"
            + realm.idOfClient("demo-cli")
            + "/scope-mappings/clients/"
            + realm.idOfClient("research-os");
    realm.delete(mappings, realm.get(mappings).toString());
    assertThat(realm.person("bert").resource(OS).send().error()).isEqualTo("invalid_target");
    String scope = clientScope("research-runners", "agents:run");
    realm.put("clients/" + realm.idOfClient("demo-cli") + "/default-client-scopes/" + scope, "{}");

    TokenAnswer answer = realm.person("bert").resource(OS).send();

    assertThat(answer.token().scopes()).containsExactly("agents:research-agent:run");
    assertThat(
            realm.tokenRequest("demo-cli").refresh(answer.refreshToken()).send().token().scopes())
        .containsExactly("agents:research-agent:run");
  }

  @Test
  void optionalClientScope_allowsOnlyWhenAsked_andStillAtRefresh() {
    String mappings =
        "clients/"
            + realm.idOfClient("demo-cli")
            + "/scope-mappings/clients/"
            + realm.idOfClient("research-os");
    realm.delete(mappings, realm.get(mappings).toString());
    String scope = clientScope("research-runners", "agents:run");
    realm.put("clients/" + realm.idOfClient("demo-cli") + "/optional-client-scopes/" + scope, "{}");

    assertThat(realm.person("bert").resource(OS).send().error()).isEqualTo("invalid_target");
    TokenAnswer answer = realm.person("bert").resource(OS).scope("research-runners").send();
    assertThat(answer.token().scopes()).containsExactly("agents:research-agent:run");
    TokenAnswer refreshed = realm.tokenRequest("demo-cli").refresh(answer.refreshToken()).send();
    assertThat(refreshed.token().scopes()).containsExactly("agents:research-agent:run");
  }

  private List<String> scopes(String person) {
    return realm.person(person).resource(OS).send().token().scopes();
  }

  private void give(String person, String... roles) {
    realm.post(
        "users/"
            + realm.idOfUser(person)
            + "/role-mappings/clients/"
            + realm.idOfClient("research-os"),
        Roles.array(realm, "research-os", roles));
  }

  private String group(String path, String json) {
    String location = realm.post(path, json);
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private String clientScope(String name, String... roles) {
    String location =
        realm.post(
            "client-scopes",
            "{\"name\":\""
                + name
                + "\",\"protocol\":\"openid-connect\",\"attributes\":"
                + "{\"include.in.token.scope\":\"false\"}}");
    String id = location.substring(location.lastIndexOf('/') + 1);
    realm.post(
        "client-scopes/" + id + "/scope-mappings/clients/" + realm.idOfClient("research-os"),
        Roles.array(realm, "research-os", roles));
    return id;
  }

  private void userAttribute(String person, String name, String value) {
    ObjectNode user = (ObjectNode) realm.get("users/" + realm.idOfUser(person));
    user.withObjectProperty("attributes").putArray(name).add(value);
    realm.put("users/" + realm.idOfUser(person), user.toString());
  }

  /** Through the account REST API, with a token that may manage the user's own account. */
  private int setOwnAttribute(String person, String value) {
    realm.post(
        "clients/"
            + realm.idOfClient("demo-cli")
            + "/scope-mappings/clients/"
            + realm.idOfClient("account"),
        Roles.array(realm, "account", "manage-account", "view-profile"));
    Mappers.roles(realm, "demo-cli");
    String token = realm.person(person).send().accessToken();
    URI account = URI.create(realm.endpoints().issuer() + "/account/");
    ObjectNode self =
        (ObjectNode)
            Http.send(
                    Http.request(account)
                        .header("Authorization", "Bearer " + token)
                        .header("Accept", "application/json"))
                .json();
    self.withObjectProperty("attributes").putArray("bailiwick.scopes.research-os").add(value);
    return Http.send(
            Http.request(account)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(self.toString())))
        .status();
  }
}
