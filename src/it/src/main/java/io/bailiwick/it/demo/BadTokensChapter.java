package io.bailiwick.it.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.it.keycloak.ForgedTokens;
import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.keycloak.TokenAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Tokens that are not to be believed: each refused, none echoed. */
final class BadTokensChapter implements Chapter {

  @Override
  public String title() {
    return "The sample believes no token that it should not";
  }

  @Override
  public void tell(Stage stage, Narrator narrator) {
    String good = stage.tokenOf("bert");
    narrator.ask("GET /agents without a token");
    Http.Answer missing = stage.sample().get("/agents");
    narrator.see("answer", missing.status() + " " + code(missing));
    narrator.expect(
        "401 missing_token", "401 missing_token", missing.status() + " " + code(missing));

    refused(
        stage,
        narrator,
        "bert's token for archive-os",
        stage.person("bert").resource(Stage.ARCHIVE).send().accessToken(),
        "wrong_audience");
    refused(stage, narrator, "a token of another realm", masterToken(stage), "invalid_token");
    refused(
        stage,
        narrator,
        "bert's token with one flipped bit",
        ForgedTokens.flippedSignature(good),
        "invalid_token");
    refused(
        stage, narrator, "his claims with alg: none", ForgedTokens.unsigned(good), "invalid_token");
    refused(
        stage,
        narrator,
        "his claims, HS256 with the public key as secret",
        ForgedTokens.signedWithPublicKey(good, Http.get(stage.realm().jwks()).json()),
        "invalid_token");

    TokenAnswer answer = stage.person("bert").resource(stage.resource("")).scope("openid").send();
    refused(stage, narrator, "a refresh token", answer.refreshToken(), "invalid_token");
    refused(stage, narrator, "an ID token", answer.idToken().orElseThrow(), "invalid_token");
    expired(stage, narrator);
  }

  private static void refused(
      Stage stage, Narrator narrator, String what, String token, String code) {
    narrator.ask("GET /agents with " + what);
    Http.Answer answer = stage.sample().get("/agents", token);
    narrator.see("answer", answer.status() + " " + code(answer));
    narrator.expect("401 " + code, "401 " + code, answer.status() + " " + code(answer));
    narrator.expect("nothing of the token comes back", !echoes(answer, token));
  }

  private static void expired(Stage stage, Narrator narrator) {
    narrator.ask("GET /agents with a token that lives one second, until it is refused");
    setLife(stage, "1");
    String brief;
    try {
      brief = stage.demoJob(stage.resource("")).accessToken();
    } finally {
      setLife(stage, "");
    }
    Http.Answer answer = stage.sample().get("/agents", brief);
    Instant deadline = Instant.now().plus(Duration.ofSeconds(10));
    while (answer.status() != 401 && Instant.now().isBefore(deadline)) {
      pause();
      answer = stage.sample().get("/agents", brief);
    }
    narrator.see("answer", answer.status() + " " + code(answer));
    narrator.expect("401 expired_token", "401 expired_token", answer.status() + " " + code(answer));
  }

  /** Sets how many seconds demo-job's tokens live; empty is the realm's own. */
  private static void setLife(Stage stage, String seconds) {
    String clients = Stage.REALM + "/clients";
    if (stage.admin().get(clients + "?clientId=demo-job").path(0) instanceof ObjectNode client
        && client.path("attributes") instanceof ObjectNode attributes) {
      attributes.put("access.token.lifespan", seconds);
      stage.admin().put(clients + "/" + client.path("id").asText(), client.toString());
    } else {
      throw new IllegalStateException("The realm has no demo-job");
    }
  }

  private static String masterToken(Stage stage) {
    return stage
        .keycloak()
        .realm("master")
        .tokenRequest("admin-cli")
        .password(stage.keycloak().admin().user(), stage.keycloak().admin().password())
        .send()
        .accessToken();
  }

  private static boolean echoes(Http.Answer answer, String token) {
    String all = answer.body() + answer.headers().map();
    for (String part : token.split("\\.", -1)) {
      if (part.length() > 8 && all.contains(part)) {
        return true;
      }
    }
    return false;
  }

  private static String code(Http.Answer answer) {
    return answer.json().path("code").asText();
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(250);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during the tour", e);
    }
  }
}
