package io.bailiwick.it.demo;

import io.bailiwick.it.keycloak.DecodedJwt;
import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.sample.AgentSocket;

/** The same gate before a WebSocket: refused before the upgrade, or open. */
final class SocketsChapter implements Chapter {

  @Override
  public String title() {
    return "A WebSocket is refused before it opens, or it opens";
  }

  @Override
  public void tell(Stage stage, Narrator narrator) {
    String bert = stage.tokenOf("bert");
    refused(stage, narrator, "bert connects to support-agent", "support-agent", bert);

    narrator.ask("bert connects to research-agent");
    try (AgentSocket socket = stage.sample().connect("/agents/research-agent", bert)) {
      narrator.see("answer", socket.status());
      narrator.expect("open", socket.isOpen());
      String echo = socket.ask("hello").orElse("");
      narrator.see("echo", echo);
      narrator.expect(
          "it echoes with the caller's subject",
          echo.contains("hello")
              && echo.contains(DecodedJwt.of(bert).claims().path("sub").asText()));
    }

    String bound =
        stage.person("ada").resource(stage.resource("/agents/writer-agent")).send().accessToken();
    refused(
        stage,
        narrator,
        "ada connects to research-agent with a token bound to writer-agent",
        "research-agent",
        bound);
    narrator.ask("ada reads /config with that token");
    Http.Answer config = stage.sample().get("/config", bound);
    narrator.expect("403", 403, config.status());
  }

  private static void refused(
      Stage stage, Narrator narrator, String told, String agent, String token) {
    narrator.ask(told);
    try (AgentSocket socket = stage.sample().connect("/agents/" + agent, token)) {
      narrator.see("answer", socket.status());
      narrator.expect("403, before the upgrade", 403, socket.status());
    }
  }
}
