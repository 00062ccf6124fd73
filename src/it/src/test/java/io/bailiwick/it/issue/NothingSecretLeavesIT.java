package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.it.SharedKeycloak;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.keycloak.TokenAnswer;
import io.bailiwick.it.keycloak.TokenRequest;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestProof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Keycloak with all that is ours at TRACE (Keycloak's own is at INFO, as it ships): no token, no
 * ticket and no secret of a client is in its log, in an event, or in what a refusal says.
 */
final class NothingSecretLeavesIT {
  private static final String OS = TestRealm.RESEARCH_OS;
  private static final String APP = "https://app.example.com";
  private static final List<String> CLIENT_SECRETS =
      List.of(
          "research-os-secret", "archive-os-secret", "demo-job-secret", "not-its-secret-at-all");

  private final List<String> secrets = new ArrayList<>(CLIENT_SECRETS);
  private final List<String> told = new ArrayList<>();

  private TokenAnswer send(TokenRequest request) {
    TokenAnswer answer = request.send();
    if (answer.hasToken()) {
      secrets.add(answer.accessToken());
    } else {
      told.add(answer.body().toString());
    }
    JsonNode refresh = answer.body().path("refresh_token");
    if (refresh.isTextual()) {
      secrets.add(refresh.asText());
    }
    return answer;
  }

  private String minted(Http.Answer answer) {
    String ticket = answer.json().path("ticket").asText();
    assertThat(ticket).startsWith("bwt_");
    secrets.add(ticket);
    return ticket;
  }

  private void refused(Http.Answer answer) {
    assertThat(answer.status()).isGreaterThanOrEqualTo(400);
    told.add(answer.headers().map() + answer.body());
  }

  @Test
  void noTokenTicketOrSecret_isLoggedOrToldAnybody() throws Exception {
    try (TestRealm realm = TestRealm.demo(file -> Tickets.withOrigin(file, "demo-cli", APP))) {
      Tickets tickets = new Tickets(realm);
      String token = send(realm.person("bert").resource(OS)).accessToken();
      mintAndRedeem(tickets, token);
      refuseMinting(realm, tickets, token);
      otherGrants(realm, token);
      told.add(realm.get("events?max=1000").toString());
      told.add(realm.get("admin-events?max=1000").toString());

      // that it was all there to be heard
      assertThat(told).anyMatch(each -> each.contains("ticket_replayed"));
      String log = logWith("realmName=\"" + realm.name() + "\"");
      assertThat(log).contains("BW-001", "OAUTH2_EXTENSION_GRANT_ERROR");
      told.add(log);
      for (String secret : secrets) {
        assertThat(told.stream().anyMatch(each -> tells(each, secret)))
            .as("whether %s… is told", secret.substring(0, 8))
            .isFalse();
      }
    }
  }

  /** A signature tells a token from all others; of a ticket and a password, all of it is secret. */
  private static boolean tells(String text, String secret) {
    return text.contains(secret.substring(secret.lastIndexOf('.') + 1));
  }

  private void mintAndRedeem(Tickets tickets, String token) {
    String ticket = minted(tickets.mint(token, OS));
    send(tickets.redemption("archive-os", "archive-os-secret", ticket));
    send(tickets.redemption("research-os", "not-its-secret-at-all", ticket));
    send(tickets.redemption(ticket).scope("agents:run"));
    ticket = minted(tickets.mint(token, OS));
    String redeemed = send(tickets.redemption(ticket)).accessToken();
    send(tickets.redemption(ticket));
    send(tickets.redemption(redeemed));
    send(tickets.redemption(token + " " + ticket));
    refused(tickets.mint(redeemed, OS));
    String ofPage = minted(tickets.mint(token, OS, "Origin", APP));
    send(tickets.redemption(ofPage).field("origin", "https://evil.example"));
    send(tickets.redemption(minted(tickets.mint(token, OS + "/agents/research-agent"))));
  }

  private void refuseMinting(TestRealm realm, Tickets tickets, String token) {
    refused(tickets.mint(token + "x", OS));
    refused(tickets.mint("no-token-at-all." + token, OS));
    refused(tickets.mint(token, "https://elsewhere.example/" + token));
    refused(tickets.mint(token, OS, "Origin", "https://evil.example"));
    refused(
        Tickets.send(
            tickets.body("application/json", "{\"resource\":\"" + token),
            "Authorization",
            "Bearer " + token));
    TestKey key = TestKey.generate("proof", "ES256");
    String proof =
        TestProof.by(key, Clock.systemUTC())
            .request("POST", tickets.endpoint().toString())
            .token(token)
            .sign();
    secrets.add(proof);
    refused(
        Tickets.send(
            tickets.form("resource", OS), "Authorization", "DPoP " + token, "DPoP", proof));
    String lost = send(realm.person("bert").resource(OS)).accessToken();
    realm.post("users/" + realm.idOfUser("bert") + "/logout", "");
    refused(tickets.mint(lost, OS));
  }

  private void otherGrants(TestRealm realm, String token) {
    TokenAnswer person = send(realm.person("ada").resource(OS));
    send(realm.tokenRequest("demo-cli").refresh(person.refreshToken()).resource(OS));
    send(realm.tokenRequest("demo-cli").refresh(person.refreshToken() + "x").resource(OS));
    send(realm.tokenRequest("demo-job").secret("demo-job-secret").clientCredentials().resource(OS));
    send(realm.tokenRequest("demo-job").secret("not-its-secret-at-all").clientCredentials());
    send(
        realm
            .tokenRequest("research-os")
            .secret("research-os-secret")
            .exchange(person.accessToken())
            .resource("https://archive.example.com"));
    realm.introspect(token);
    realm.introspect(person.accessToken());
  }

  /** The server's log, once that is in it: it is written by another process. */
  private static String logWith(String text) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      String log = Files.readString(SharedKeycloak.server().log(), StandardCharsets.ISO_8859_1);
      if (log.contains(text)) {
        return log;
      }
      assertThat(System.nanoTime()).as("the log holds " + text).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
