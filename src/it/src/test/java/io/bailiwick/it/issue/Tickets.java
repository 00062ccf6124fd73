package io.bailiwick.it.issue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.keycloak.TokenRequest;
import io.bailiwick.it.realm.RealmFile;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Tickets as an app asks for them and as an agent service redeems them. */
public final class Tickets {
  static final String GRANT_TYPE = "urn:bailiwick:params:oauth:grant-type:ticket";

  private final TestRealm realm;

  /** Of that realm, at the server that it is told of. */
  public Tickets(TestRealm realm) {
    this.realm = realm;
  }

  /** The realm with this among a client's web origins. */
  static RealmFile withOrigin(RealmFile file, String clientId, String origin) {
    return file.changed(
        realm -> {
          realm
              .path("clients")
              .forEach(
                  client -> {
                    if (client.path("clientId").asText().equals(clientId)) {
                      ((ObjectNode) client).withArray("webOrigins").add(origin);
                    }
                  });
          return realm;
        });
  }

  URI endpoint() {
    return URI.create(realm.endpoints().issuer() + "/bailiwick/tickets");
  }

  /** A request with a bearer token and a form, and these headers, by name and value in turn. */
  Http.Answer mint(String token, String resource, String... headers) {
    return send(form("resource", resource).header("Authorization", "Bearer " + token), headers);
  }

  /** A ticket, which must be had. */
  public String ticket(String token, String resource, String... headers) {
    return ticketIn(mint(token, resource, headers));
  }

  static String ticketIn(Http.Answer answer) {
    if (answer.status() != 200) {
      throw new AssertionError(
          answer.status() + " " + answer.json().path("error").asText() + " instead of a ticket");
    }
    return answer.json().path("ticket").asText();
  }

  /** A form of one field, yet without credentials. */
  HttpRequest.Builder form(String name, String value) {
    return body("application/x-www-form-urlencoded", Http.form(Map.of(name, value).entrySet()));
  }

  HttpRequest.Builder body(String type, String text) {
    return Http.request(endpoint())
        .header("Content-Type", type)
        .POST(HttpRequest.BodyPublishers.ofString(text));
  }

  static Http.Answer send(HttpRequest.Builder request, String... headers) {
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return Http.send(request);
  }

  /** What {@code research-os} sends to redeem a ticket. */
  public TokenRequest redemption(String ticket) {
    return redemption("research-os", "research-os-secret", ticket);
  }

  /** What a client sends to redeem a ticket. */
  public TokenRequest redemption(String clientId, String secret, String ticket) {
    return realm
        .tokenRequest(clientId)
        .secret(secret)
        .field("grant_type", GRANT_TYPE)
        .field("ticket", ticket);
  }

  /** The latest event that says this of tickets. */
  JsonNode event(String what) {
    return StreamSupport.stream(events().spliterator(), false)
        .filter(event -> event.path("details").path("bailiwick_event").asText().equals(what))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no event " + what));
  }

  /** Every event of the realm that is about tickets, the latest first. */
  JsonNode events() {
    return realm.get(
        "events?max=100&type=OAUTH2_EXTENSION_GRANT&type=OAUTH2_EXTENSION_GRANT_ERROR");
  }
}
