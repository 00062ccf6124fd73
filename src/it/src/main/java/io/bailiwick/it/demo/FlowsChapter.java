package io.bailiwick.it.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.it.keycloak.DecodedJwt;
import io.bailiwick.it.keycloak.TokenAnswer;
import java.util.List;
import java.util.Set;

/** Client credentials, refresh, exchange and introspection: never wider than before. */
final class FlowsChapter implements Chapter {
  private static final String RUN = "agents:research-agent:run";
  private static final List<String> BOUND = List.of("research-agent");

  @Override
  public String title() {
    return "Every flow honours resource, and none widens a token";
  }

  @Override
  public void tell(Stage stage, Narrator narrator) {
    clientCredentials(stage, narrator);
    refresh(stage, narrator);
    exchange(stage, narrator);
    introspection(stage, narrator);
  }

  private static void clientCredentials(Stage stage, Narrator narrator) {
    narrator.ask("demo-job asks with its own credentials (client_credentials)");
    DecodedJwt token = stage.demoJob(stage.resource("")).token();
    narrator.see("scopes", token.scopes());
    narrator.expect("it may run research-agent, no more", List.of(RUN), token.scopes());
    narrator.expect(
        "aud is the service and its URI",
        List.of("research-os", stage.resource("")),
        token.audience());
  }

  private static void refresh(Stage stage, Narrator narrator) {
    String agent = stage.resource("/agents/research-agent");
    narrator.ask("bert asks to run research-agent, then refreshes");
    TokenAnswer first = stage.person("bert").resource(agent).scope("agents:run").send();
    TokenAnswer second = refreshed(stage, first, "", "");
    narrator.see("scopes", second.token().scopes());
    narrator.expect("the refreshed token says the same", List.of(RUN), second.token().scopes());

    narrator.ask("he refreshes with scope=agents:read, which he had not asked for");
    TokenAnswer otherScope = refreshed(stage, second, "", "agents:read");
    gainsNothing(otherScope, BOUND, narrator);

    narrator.ask("he refreshes with resource=" + stage.resource("") + ", the whole service");
    TokenAnswer again = stage.person("bert").resource(agent).scope("agents:run").send();
    gainsNothing(refreshed(stage, again, stage.resource(""), ""), BOUND, narrator);
  }

  private static TokenAnswer refreshed(
      Stage stage, TokenAnswer before, String resource, String scope) {
    var request = stage.realm().tokenRequest("demo-cli").refresh(before.refreshToken());
    if (!resource.isEmpty()) {
      request = request.resource(resource);
    }
    if (!scope.isEmpty()) {
      request = request.scope(scope);
    }
    return request.send();
  }

  private static void exchange(Stage stage, Narrator narrator) {
    narrator.ask("demo-agent acts for bert: it exchanges his token for one agent (RFC 8693)");
    String subject =
        stage
            .demoAgent()
            .person("bert")
            .resource(stage.resource(""))
            .scope("agents:run")
            .send()
            .accessToken();
    DecodedJwt token =
        stage
            .demoAgent()
            .exchange(subject)
            .resource(stage.resource("/agents/research-agent"))
            .send()
            .token();
    narrator.see("scopes", token.scopes());
    narrator.expect("the subject token's scopes bound it", List.of(RUN), token.scopes());
    narrator.expect("and it is bound to the agent", List.of("research-agent"), token.binding());

    narrator.ask("it tries to exchange the same token into archive-os");
    TokenAnswer other = stage.demoAgent().exchange(subject).resource(Stage.ARCHIVE).send();
    narrator.see("answer", other.status() + " " + other.error());
    narrator.expect(
        "nothing is gained: no token, or one without scopes",
        !other.hasToken() || other.token().scopes().isEmpty());
  }

  private static void introspection(Stage stage, Narrator narrator) {
    narrator.ask("research-os asks Keycloak about a bound token of bert's (introspection)");
    String bound =
        stage
            .person("bert")
            .resource(stage.resource("/agents/research-agent"))
            .send()
            .accessToken();
    JsonNode told = stage.realm().introspect(bound, "research-os", "research-os-secret");
    JsonNode claims = DecodedJwt.of(bound).claims();
    narrator.see("active", told.path("active"));
    narrator.see("scopes", told.path("scopes"));
    narrator.expect("it is active", told.path("active").asBoolean());
    narrator.expect("the same scopes", claims.path("scopes"), told.path("scopes"));
    narrator.expect("the same scope", claims.path("scope"), told.path("scope"));
    narrator.expect("the same binding", claims.path("agent"), told.path("agent"));
  }

  private static void gainsNothing(TokenAnswer answer, List<String> bound, Narrator narrator) {
    if (answer.hasToken()) {
      DecodedJwt token = answer.token();
      narrator.see("scopes", token.scopes());
      narrator.expect(
          "nothing is gained: no other scope, and the binding stays",
          Set.of(RUN).containsAll(token.scopes()) && token.binding().equals(bound));
    } else {
      narrator.see("answer", answer.status() + " " + answer.error());
      narrator.expect("nothing is gained: refused", 400, answer.status());
    }
  }
}
