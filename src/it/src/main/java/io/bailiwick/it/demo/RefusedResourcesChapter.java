package io.bailiwick.it.demo;

import io.bailiwick.it.keycloak.TokenAnswer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Resources that name nothing, or not what they seem to: no token. */
final class RefusedResourcesChapter implements Chapter {

  @Override
  public String title() {
    return "Keycloak refuses a resource that it does not know, exactly";
  }

  @Override
  public void tell(Stage stage, Narrator narrator) {
    String own = stage.resource("");
    Map<String, String> refused = new LinkedHashMap<>();
    refused.put("unknown", "https://unknown.example.com");
    refused.put("malformed", "research os");
    refused.put("with ..", own + "/agents/../agents/research-agent");
    refused.put("with %2F", own + "/agents/research-agent%2Froom");
    refused.put("with userinfo", own.replace("http://", "http://bert@"));
    refused.put("a longer host", own.replace("localhost", "localhost.example.com"));
    refused.put("another path", own + "/agent/research-agent");
    refused.forEach(
        (what, resource) -> {
          narrator.ask("resource " + what + ": " + resource);
          refused(stage.person("ada").resource(resource).send(), narrator);
        });

    narrator.ask("resource given twice");
    refused(stage.person("ada").resource(own).resource(own).send(), narrator);

    narrator.ask("demo-job asks for archive-os, which it may not call");
    refused(stage.demoJob(Stage.ARCHIVE), narrator);
  }

  private static void refused(TokenAnswer answer, Narrator narrator) {
    narrator.see("answer", answer.status() + " " + answer.error());
    narrator.expect(
        "400 invalid_target, no token",
        answer.status() == 400 && answer.error().equals("invalid_target") && !answer.hasToken());
  }
}
