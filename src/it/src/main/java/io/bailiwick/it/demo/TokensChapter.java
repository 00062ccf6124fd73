package io.bailiwick.it.demo;

import io.bailiwick.it.keycloak.DecodedJwt;
import io.bailiwick.it.keycloak.TokenAnswer;
import java.util.List;
import java.util.Set;

/** What a token says, depending on what was asked for. */
final class TokensChapter implements Chapter {
  private static final Set<String> BERTS =
      Set.of("agents:research-agent:read", "agents:research-agent:run");

  @Override
  public String title() {
    return "Keycloak issues tokens for one agent service, agent or instance";
  }

  @Override
  public void tell(Stage stage, Narrator narrator) {
    forTheService(stage, narrator);
    forOneAgent(stage, narrator);
    forOneInstance(stage, narrator);
    forOneAction(stage, narrator);
    forNothing(stage, narrator);
  }

  private static void forTheService(Stage stage, Narrator narrator) {
    narrator.ask("bert asks for research-os: resource=" + stage.resource(""));
    TokenAnswer answer = stage.person("bert").resource(stage.resource("")).send();
    DecodedJwt token = answer.token();
    show(token, narrator);
    narrator.expect(
        "aud is the service and its URI, nothing else",
        List.of("research-os", stage.resource("")),
        token.audience());
    narrator.expect("scopes are exactly his two", BERTS, Set.copyOf(token.scopes()));
    narrator.expect("scope repeats them", BERTS, Set.copyOf(token.scopeNames()));
    narrator.expect("the response says the same scope", BERTS, Set.of(answer.scope().split(" ")));
    narrator.expect("typ is at+jwt", "at+jwt", token.header().path("typ").asText());
    long life = token.claims().path("exp").asLong() - token.claims().path("iat").asLong();
    narrator.expect("it lives 300 s", 300L, life);
  }

  private static void forOneAgent(Stage stage, Narrator narrator) {
    String resource = stage.resource("/agents/research-agent");
    narrator.ask("bert asks for one agent: resource=" + resource);
    DecodedJwt token = stage.person("bert").resource(resource).send().token();
    show(token, narrator);
    narrator.expect("the token is bound to the agent", List.of("research-agent"), token.binding());
    narrator.expect("it keeps what applies to that agent", BERTS, Set.copyOf(token.scopes()));
    narrator.expect(
        "aud has the URI as it was asked", List.of("research-os", resource), token.audience());
  }

  private static void forOneInstance(Stage stage, Narrator narrator) {
    String resource = stage.resource("/agents/chat-room/room/42");
    narrator.ask("bert asks for one instance of an agent: resource=" + resource);
    DecodedJwt token = stage.person("bert").resource(resource).send().token();
    show(token, narrator);
    narrator.expect(
        "the token is bound to name and key", List.of("chat-room", "room", "42"), token.binding());
    narrator.expect("he holds nothing on it: no scopes", List.of(), token.scopes());

    narrator.ask("ada, who administers, asks for the same");
    DecodedJwt adas = stage.person("ada").resource(resource).send().token();
    show(adas, narrator);
    narrator.expect(
        "admin becomes that agent's actions, no more",
        Set.of(
            "agents:chat-room:read",
            "agents:chat-room:run",
            "agents:chat-room:write",
            "agents:chat-room:delete"),
        Set.copyOf(adas.scopes()));
  }

  private static void forOneAction(Stage stage, Narrator narrator) {
    narrator.ask("bert asks to run only: scope=agents:run");
    DecodedJwt token =
        stage.person("bert").resource(stage.resource("")).scope("agents:run").send().token();
    show(token, narrator);
    narrator.expect(
        "only the run half is left", List.of("agents:research-agent:run"), token.scopes());
  }

  private static void forNothing(Stage stage, Narrator narrator) {
    narrator.ask("bert asks without resource");
    DecodedJwt token = stage.person("bert").send().token();
    show(token, narrator);
    narrator.expect("no agent service in aud", List.of(), token.audience());
    narrator.expect("no scopes", List.of(), token.scopes());
  }

  private static void show(DecodedJwt token, Narrator narrator) {
    narrator.see("aud", token.audience());
    narrator.see("scopes", token.scopes());
    if (!token.binding().isEmpty()) {
      narrator.see("agent", token.claims().path("agent"));
    }
  }
}
