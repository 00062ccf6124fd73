package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.keycloak.TokenAnswer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the feed is asked, who may ask it, and who hears what. */
final class RevocationFeedIT {
  private static final String OS = TestRealm.RESEARCH_OS;
  private static final int WAITING = 150;
  private static TestRealm realm;

  @BeforeAll
  static void open() {
    realm = TestRealm.demo();
  }

  @AfterAll
  static void close() {
    realm.close();
  }

  private static TokenAnswer token(String person) {
    return realm.person(person).resource(OS).send();
  }

  private static String sid(TokenAnswer answer) {
    return answer.token().claims().path("sid").asText();
  }

  private static void logOut(String sid) {
    realm.delete("sessions/" + sid);
  }

  private static void assertRefused(Http.Answer answer, int status, String error) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().path("error").asText()).isEqualTo(error);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().has("revocations")).isFalse();
  }

  private static Http.Answer ask(String... fields) {
    Map<String, String> form = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      form.put(fields[i], fields[i + 1]);
    }
    return Http.postForm(Follower.endpoint(realm), form.entrySet());
  }

  @Test
  void withoutCursor_answersAtOnceWithThePresentOne() {
    logOut(sid(token("cleo")));
    Http.Answer answer = Follower.of(realm, "research-os").ask(Map.of("wait", "25"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json()).hasSize(2);
    assertThat(answer.json().path("cursor").asText()).isNotEmpty().hasSizeLessThan(1_025);
    assertThat(answer.json().path("revocations")).isEmpty();
  }

  @Test
  void whoAsksForAll_hearsWhatWasRevokedBefore_andSinceWhenThatIsAll() {
    TokenAnswer cleo = token("cleo");
    logOut(sid(cleo));
    Follower follower = Follower.of(realm, "research-os");
    Http.Answer answer = follower.ask(Map.of("from", "oldest", "wait", "25"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("complete_since").isIntegralNumber()).isTrue();
    assertThat(answer.json().path("revocations").findValuesAsText("value")).contains(sid(cleo));
    assertThat(answer.json().path("cursor").asText()).isNotEmpty();
  }

  @Test
  void nothing_isAnsweredEmpty_atTheEndOfTheWait() {
    Follower follower = Follower.of(realm, "archive-os");

    assertThat(follower.next(0).json().path("revocations")).isEmpty();
    assertThat(follower.next(1).json().path("revocations")).isEmpty();
  }

  @Test
  void twoFollowers_thatWait_bothHear_whatAndAsOfWhen() throws Exception {
    TokenAnswer bert = token("bert");
    List<Follower> followers =
        IntStream.range(0, 2).mapToObj(i -> Follower.of(realm, "research-os")).toList();
    List<CompletableFuture<JsonNode>> waiting =
        followers.stream()
            .map(each -> CompletableFuture.supplyAsync(() -> each.await("sid", sid(bert))))
            .toList();

    logOut(sid(bert));

    for (CompletableFuture<JsonNode> each : waiting) {
      JsonNode revocation = each.get(2, TimeUnit.MINUTES);
      assertThat(revocation).hasSize(3);
      assertThat(revocation.path("issued_before").isIntegralNumber()).isTrue();
      assertThat(revocation.path("issued_before").asLong())
          .isBetween(
              bert.token().claims().path("iat").asLong(),
              bert.token().claims().path("iat").asLong() + 3_600);
    }
    for (Follower each : followers) {
      each.next(0);
      assertThat(each.heard()).containsOnlyOnce("sid:" + sid(bert));
    }
  }

  /** Keycloak serves with 50 threads on a machine like this: were they held, none would be left. */
  @Test
  void followersThatWait_holdNoThread() throws Exception {
    TokenAnswer bert = token("bert");
    Follower follower = Follower.of(realm, "research-os");
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", "research-os");
    form.put("client_secret", "research-os-secret");
    form.put("cursor", follower.cursor());
    form.put("wait", "25");
    HttpRequest request =
        Http.request(Follower.endpoint(realm))
            .timeout(Duration.ofMinutes(2))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(Http.form(form.entrySet())))
            .build();
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    List<CompletableFuture<HttpResponse<String>>> waiting =
        IntStream.range(0, WAITING)
            .mapToObj(i -> client.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
            .toList();

    // were threads held, this would be answered after the wait, and followers with nothing
    logOut(sid(bert));

    for (CompletableFuture<HttpResponse<String>> each : waiting) {
      HttpResponse<String> answer = each.get(2, TimeUnit.MINUTES);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains(sid(bert));
    }
  }

  @Test
  void serviceThatNeverHadATokenOfThisPerson_hearsNothingOfHer() {
    Follower research = Follower.of(realm, "research-os");
    Follower archive = Follower.of(realm, "archive-os");
    TokenAnswer bert = token("bert");
    String ada = realm.idOfUser("ada");

    logOut(sid(bert));
    realm.post("users/" + ada + "/logout", "");
    research.await("sid", sid(bert));
    realm.post("logout-all", "");
    archive.await("all", "");

    assertThat(archive.heard()).containsExactly("all:");
  }

  @Test
  void rolledBackTransaction_revokesNothing() {
    Follower follower = Follower.of(realm, "research-os");
    TokenAnswer bert = token("bert");
    String cleo = realm.idOfUser("cleo");
    token("cleo");
    String mappings = "users/" + cleo + "/role-mappings/clients/" + realm.idOfClient("research-os");
    String roles = Roles.array(realm, "research-os", "agents:read");
    String held = realm.get(mappings).toString();

    // the first is taken away and the second is none, so neither is
    assertThatThrownBy(
            () ->
                realm.delete(
                    mappings,
                    roles.substring(0, roles.length() - 1) + ",{\"id\":\"x\",\"name\":\"none\"}]"))
        .hasMessageContaining("404");
    logOut(sid(bert));
    follower.await("sid", sid(bert));

    assertThat(realm.get(mappings).toString()).isEqualTo(held);
    assertThat(follower.heard()).doesNotContain("sub:" + cleo);
  }

  @Test
  void cursorThatIsNoneHere_isGone_andThePresentOneGoesOn() {
    Follower follower = Follower.of(realm, "research-os");
    String older = follower.cursor().replaceAll("~([^.]+)\\.[0-9a-z]+", "~00000000.1");

    Http.Answer answer = follower.ask(Map.of("cursor", older, "wait", "25"));

    assertRefused(answer, 410, "cursor_gone");
    String present = answer.json().path("cursor").asText();
    assertThat(follower.ask(Map.of("cursor", present)).status()).isEqualTo(200);
  }

  @Test
  void malformedRequest_isInvalidRequest() {
    Follower follower = Follower.of(realm, "research-os");

    assertRefused(follower.ask(Map.of("cursor", "x")), 400, "invalid_request");
    assertRefused(follower.ask(Map.of("cursor", "1".repeat(2_000))), 400, "invalid_request");
    for (String wait : List.of("26", "-1", "a", "")) {
      assertRefused(follower.ask(Map.of("wait", wait)), 400, "invalid_request");
    }
  }

  @Test
  void whoCannotProveItself_isInvalidClient() {
    assertRefused(ask(), 401, "invalid_client");
    assertRefused(
        ask("client_id", "research-os", "client_secret", "guessed"), 401, "invalid_client");
    assertRefused(ask("client_id", "nobody", "client_secret", "x"), 401, "invalid_client");
    assertRefused(ask("client_id", "research-os"), 401, "invalid_client");
  }

  @Test
  void whoIsNoAgentService_isDenied() {
    assertRefused(
        ask("client_id", "demo-job", "client_secret", "demo-job-secret"), 403, "access_denied");
    assertRefused(ask("client_id", "demo-cli"), 403, "access_denied");
  }

  @Test
  void disabledServiceOrRealm_isRefused() {
    Follower follower = Follower.of(realm, "archive-os");
    Attribute.setField(realm, "archive-os", "enabled", false);
    try {
      assertRefused(follower.ask(Map.of()), 401, "invalid_client");
    } finally {
      Attribute.setField(realm, "archive-os", "enabled", true);
    }
    realm.put("", "{\"enabled\":false}");
    try {
      assertRefused(follower.ask(Map.of()), 403, "access_denied");
    } finally {
      realm.put("", "{\"enabled\":true}");
    }
    assertThat(follower.ask(Map.of()).status()).isEqualTo(200);
  }
}
