package io.bailiwick.it.issue;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.Http;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An agent service that follows the revocation feed, from where it began. */
final class Follower {
  private final TestRealm realm;
  private final String clientId;
  private String cursor;
  private final List<JsonNode> heard = new ArrayList<>();

  private Follower(TestRealm realm, String clientId) {
    this.realm = realm;
    this.clientId = clientId;
    this.cursor = "";
  }

  /** One that has just begun; the demo's services have their name and {@code -secret}. */
  static Follower of(TestRealm realm, String clientId) {
    Follower follower = new Follower(realm, clientId);
    follower.cursor = follower.ask(Map.of()).json().path("cursor").asText();
    return follower;
  }

  static URI endpoint(TestRealm realm) {
    return URI.create(realm.endpoints().issuer() + "/bailiwick/revocations");
  }

  /** A request as this service, with these fields besides. */
  Http.Answer ask(Map<String, String> fields) {
    Map<String, String> form = new LinkedHashMap<>(fields);
    form.put("client_id", clientId);
    form.put("client_secret", clientId + "-secret");
    return Http.postForm(endpoint(realm), form.entrySet());
  }

  String cursor() {
    return cursor;
  }

  /** Goes on; what comes is heard. */
  Http.Answer next(int wait) {
    Http.Answer answer = ask(Map.of("cursor", cursor, "wait", String.valueOf(wait)));
    if (answer.status() != 200) {
      throw new AssertionError(answer.status() + " " + answer.json().path("error").asText());
    }
    cursor = answer.json().path("cursor").asText();
    answer.json().path("revocations").forEach(heard::add);
    return answer;
  }

  /** Returns once this is heard: {@code sub}, and whose. */
  JsonNode await(String kind, String value) {
    Instant end = Instant.now().plus(Duration.ofMinutes(1));
    while (Instant.now().isBefore(end)) {
      for (JsonNode each : heard) {
        if (each.path("kind").asText().equals(kind) && each.path("value").asText().equals(value)) {
          return each;
        }
      }
      next(5);
    }
    throw new AssertionError("no " + kind + " among " + heard);
  }

  /** Returns once more than so many are heard. */
  void awaitMoreThan(int count) {
    Instant end = Instant.now().plus(Duration.ofMinutes(1));
    while (heard.size() <= count) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("no more than " + heard);
      }
      next(5);
    }
  }

  /** All that was heard so far, as {@code kind:value}. */
  List<String> heard() {
    return heard.stream()
        .map(each -> each.path("kind").asText() + ":" + each.path("value").asText())
        .toList();
  }
}
