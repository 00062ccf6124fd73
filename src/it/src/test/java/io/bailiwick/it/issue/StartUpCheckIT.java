package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.it.SharedKeycloak;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.BuildPaths;
import io.bailiwick.it.keycloak.KeycloakServer;
import io.bailiwick.it.realm.Environment;
import io.bailiwick.it.realm.RealmFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What the server's log says of agent services before any request was made. */
final class StartUpCheckIT {

  @Test
  void serverStart_namesWhatWorks_andReportsWhatDoesNot() throws IOException {
    RealmFile demo = RealmFile.demo(BuildPaths.realmConfig()).resolved(Environment.of(Map.of()));
    RealmFile nested = demo.named("nested").changed(StartUpCheckIT::nested);
    RealmFile callers = demo.named("callers").changed(StartUpCheckIT::callers);
    try (KeycloakServer server = SharedKeycloak.start(List.of(nested, callers))) {
      List<String> log = Files.readAllLines(server.log());

      assertThat(log)
          .anyMatch(said("BW-002 realm=nested agent services in working order: none"))
          .anyMatch(said("BW-103 realm=nested client=research-os:"))
          .anyMatch(said("BW-103 realm=nested client=archive-os:"))
          .anyMatch(said("BW-002 realm=callers agent services in working order: .*research-os.*"))
          .anyMatch(said("BW-102 realm=callers client=archive-os:"))
          .anyMatch(said("BW-204 realm=callers client=demo-cli:"))
          .anyMatch(said("BW-201 realm=callers client=demo-job:"))
          .noneMatch(said("BW-20. realm=callers client=demo-web:"))
          .noneMatch(said("BW-003"));
    }
  }

  private static Predicate<String> said(String pattern) {
    return line -> line.matches(".*" + pattern + ".*");
  }

  private static ObjectNode nested(ObjectNode realm) {
    attributes(realm, "archive-os").put("bailiwick.resource", TestRealm.RESEARCH_OS + "/agents/x");
    return realm;
  }

  private static ObjectNode callers(ObjectNode realm) {
    attributes(realm, "archive-os").put("bailiwick.actions", "agents");
    attributes(realm, "demo-cli").put("access.token.header.type.rfc9068", "false");
    client(realm, "demo-job").put("fullScopeAllowed", true);
    return realm;
  }

  private static ObjectNode attributes(ObjectNode realm, String clientId) {
    return client(realm, clientId).withObjectProperty("attributes");
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
