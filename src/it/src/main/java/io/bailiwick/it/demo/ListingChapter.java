package io.bailiwick.it.demo;

import io.bailiwick.it.keycloak.Http;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Each caller is shown what it may see, and may call no more than that. */
final class ListingChapter implements Chapter {
  private static final List<String> ALL =
      List.of("ops-agent", "research-agent", "support-agent", "writer-agent");

  @Override
  public String title() {
    return "The sample shows each caller only what it may see";
  }

  @Override
  public void tell(Stage stage, Narrator narrator) {
    Map<String, List<String>> shown = new LinkedHashMap<>();
    shown.put("ada", ALL);
    shown.put("bert", List.of("research-agent"));
    shown.put("cleo", ALL);
    shown.put("dan", List.of());
    shown.forEach(
        (name, agents) -> {
          narrator.ask("GET /agents as " + name);
          List<String> seen = stage.sample().agents(stage.tokenOf(name));
          narrator.see("shown", seen);
          narrator.expect("that is " + agents.size() + " of 4", agents, seen);
        });

    narrator.ask("bert runs research-agent");
    Http.Answer run = stage.sample().run("research-agent", stage.tokenOf("bert"), "hello");
    narrator.expect("200", 200, run.status());

    narrator.ask("bert runs support-agent");
    Http.Answer refused = stage.sample().run("support-agent", stage.tokenOf("bert"), "hello");
    String challenge = refused.header("WWW-Authenticate");
    narrator.see("answer", refused.status() + " " + refused.json().path("code").asText());
    narrator.see("challenge", challenge);
    narrator.expect("403", 403, refused.status());
    narrator.expect(
        "the challenge names the missing scope and where to learn more (RFC 6750, RFC 9728)",
        challenge.contains("error=\"insufficient_scope\"")
            && challenge.contains("agents:support-agent:run")
            && challenge.contains("resource_metadata=\""));
  }
}
