package io.bailiwick.it.demo;

import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.keycloak.SelfSigned;

/** Keycloak stops. Told last: the stage has no Keycloak afterwards. */
final class OutageChapter implements Chapter {

  @Override
  public String title() {
    return "Keycloak stops";
  }

  @Override
  public void tell(Stage stage, Narrator narrator) {
    String known = stage.tokenOf("bert");
    String unknown = SelfSigned.likeButOfAnotherKey(known, "a-key-that-nobody-has-seen");
    stage.keycloak().close();
    narrator.ask("GET /agents as bert, while Keycloak is down");
    Http.Answer answer = stage.sample().get("/agents", known);
    narrator.see("answer", answer.status());
    narrator.expect("a key that is known goes on verifying", 200, answer.status());

    narrator.ask("GET /agents with a token whose key is not known");
    Http.Answer unavailable = stage.sample().get("/agents", unknown);
    narrator.see("answer", unavailable.status() + " " + unavailable.json().path("code").asText());
    narrator.expect("503, come again: not 401", 503, unavailable.status());
  }
}
