package io.bailiwick.it.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bailiwick.it.keycloak.BuildPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RealmFileTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory = Path.of("");

  @Test
  void sameClient_isMerged_andAnotherAppended() throws IOException {
    RealmFile merged =
        file("{'clients': [{'clientId': 'a', 'x': 1, 'attributes': {'p': 'q'}}]}")
            .with(
                file(
                    "{'clients': [{'clientId': 'a', 'secret': 's', 'attributes': {'r': 't'}},"
                        + " {'clientId': 'b'}]}"));

    assertThat(tree(merged))
        .isEqualTo(
            json(
                "{'clients': [{'clientId': 'a', 'x': 1, 'attributes': {'p': 'q', 'r': 't'},"
                    + " 'secret': 's'}, {'clientId': 'b'}]}"));
  }

  @Test
  void listOfPlainValues_isReplaced() throws IOException {
    RealmFile merged =
        file("{'defaultClientScopes': ['basic', 'roles']}")
            .with(file("{'defaultClientScopes': ['basic']}"));

    assertThat(tree(merged)).isEqualTo(json("{'defaultClientScopes': ['basic']}"));
  }

  @Test
  void merging_changesNeitherFile() throws IOException {
    RealmFile base = file("{'clients': [{'clientId': 'a'}]}");
    String before = base.json();

    base.with(file("{'clients': [{'clientId': 'a', 'secret': 's'}]}"));

    assertThat(base.json()).isEqualTo(before);
  }

  @Test
  void otherName_isInTheUrlsOfItsOwnClientsToo() throws IOException {
    RealmFile renamed =
        file("{'realm': 'agents', 'clients': [{'baseUrl': '/realms/agents/account/'}]}")
            .named("it-1");

    assertThat(tree(renamed))
        .isEqualTo(json("{'realm': 'it-1', 'clients': [{'baseUrl': '/realms/it-1/account/'}]}"));
  }

  @Test
  void nameThatIsNoPathSegment_isRefused() throws IOException {
    RealmFile file = file("{'realm': 'agents'}");

    assertThatThrownBy(() -> file.named("../master")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void productionFile_holdsNoSecretNoPersonAndNoPassword() {
    String json = RealmFile.production(BuildPaths.realmConfig()).json();

    assertThat(json)
        .doesNotContain("\"secret\"")
        .doesNotContain("\"users\"")
        .doesNotContain("\"credentials\"")
        .doesNotContain("privateKey");
  }

  @Test
  void demoRealm_isStillTheProductionShape() throws IOException {
    JsonNode production = tree(RealmFile.production(BuildPaths.realmConfig()));
    JsonNode demo = tree(RealmFile.demo(BuildPaths.realmConfig()));

    assertThat(demo.path("accessTokenLifespan")).isEqualTo(production.path("accessTokenLifespan"));
    assertThat(demo.path("clientPolicies")).isEqualTo(production.path("clientPolicies"));
    assertThat(demo.path("clientScopes")).isEqualTo(production.path("clientScopes"));
    assertThat(demo.path("users").size()).isEqualTo(6);
  }

  private RealmFile file(String json) throws IOException {
    Path file = Files.createTempFile(directory, "realm", ".json");
    Files.writeString(file, json.replace('\'', '"'));
    return RealmFile.read(file);
  }

  private static JsonNode tree(RealmFile file) throws IOException {
    return JSON.readTree(file.json());
  }

  private static JsonNode json(String json) throws IOException {
    return JSON.readTree(json.replace('\'', '"'));
  }
}
