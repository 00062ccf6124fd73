package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.TokenVector.caller;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a token says, and what is made of it. */
final class ClaimVectors {
  private final List<String> lines = new ArrayList<>();

  private ClaimVectors() {}

  static List<String> lines() {
    ClaimVectors vectors = new ClaimVectors();
    vectors.people();
    vectors.scopes();
    vectors.agents();
    vectors.actors();
    vectors.methods();
    return vectors.lines;
  }

  private void says(String id, String about, Draft draft, String... said) {
    lines.add(TokenVector.of(id, about).token(draft.sign()).accepted(caller(said)));
  }

  private void refused(String id, String about, Draft draft, String reason) {
    lines.add(TokenVector.of(id, about).token(draft.sign()).refused(reason));
  }

  private void people() {
    says(
        "claims/session",
        "of a session, with a name and an address",
        Draft.good()
            .claim("sid", "\"session-1\"")
            .claim("name", "\"Bert\"")
            .claim("email", "\"bert@example.com\""),
        "sid",
        "\"session-1\"",
        "name",
        "\"Bert\"",
        "email",
        "\"bert@example.com\"");
    says("claims/no-name", "a name that is JSON's null", Draft.good().claim("name", "null"));
    says("claims/no-azp", "no azp", Draft.good().without("azp"), "azp", "null");
    says("claims/no-jti", "no jti", Draft.good().without("jti"), "jti", "null");
    says(
        "claims/other-script",
        "a subject in another script",
        Draft.good().claim("sub", "\"\u0431\u0435\u0440\u0442\""),
        "sub",
        Json.quote("\u0431\u0435\u0440\u0442"));
    says(
        "claims/service-account",
        "of a client itself: the subject is the client's account",
        Draft.good().claim("sub", "\"service-account-nightly\"").claim("azp", "\"nightly\""),
        "sub",
        "\"service-account-nightly\"",
        "azp",
        "\"nightly\"");
    says("claims/unknown", "claims that nobody knows", Draft.good().claim("x", "[{\"y\":null}]"));
    refused("claims/no-sub", "nobody", Draft.good().without("sub"), "BAD_SUBJECT");
    String claims = Draft.good().claimsJson().replace("}", ",\"sub\":\"admin\"}");
    lines.add(
        TokenVector.of("claims/sub-twice", "sub twice")
            .token(
                Draft.signParts(
                    Draft.good().headerPart(), Draft.url(claims), CorpusKey.RS256.signer()))
            .refused("MALFORMED"));
    refused("claims/azp-number", "azp is a number", Draft.good().claim("azp", "1"), "MALFORMED");
  }

  private void scopes() {
    Map<String, String> arrays = new LinkedHashMap<>();
    arrays.put("[\"agents:a1:run\",\"agents:read\"]", "[\"agents:a1:run\",\"agents:read\"]");
    arrays.put("[\"agents:read\",\"agents:a1:read\"]", "[\"agents:read\"]");
    arrays.put("[\"agents:*:run\"]", "[\"agents:run\"]");
    arrays.put("[\"agents:a%3Ab:run\"]", "[\"agents:a%3Ab:run\"]");
    arrays.put("[\"agent_os:admin\"]", "[\"agent_os:admin\"]");
    arrays.put("[\"agents::read\",\"agents:%61:run\",\"sessions:read\"]", "[\"sessions:read\"]");
    arrays.put("[\"openid\",\"agents:read\"]", "[\"agents:read\"]");
    arrays.put("[\"agents:read sessions:read\"]", "[]");
    arrays.put("[]", "[]");
    int number = 0;
    for (Map.Entry<String, String> each : arrays.entrySet()) {
      says(
          "scopes/array-" + number++,
          "scopes is " + each.getKey(),
          Draft.good().without("scope").claim("scopes", each.getKey()),
          "scopes",
          each.getValue());
    }
    says(
        "scopes/text",
        "as a string only, with others among them",
        Draft.good().without("scopes").claim("scope", "\"openid agents:a1:run profile\""),
        "scopes",
        "[\"agents:a1:run\"]");
    says(
        "scopes/both",
        "both, in another order",
        Draft.good()
            .claim("scope", "\"openid sessions:read agents:read\"")
            .claim("scopes", "[\"agents:read\",\"sessions:read\"]"),
        "scopes",
        "[\"agents:read\",\"sessions:read\"]");
    says(
        "scopes/text-of-others",
        "the string without agent scopes",
        Draft.good().claim("scope", "\"openid profile\""));
    says("scopes/none", "neither", Draft.good().without("scope").without("scopes"), "scopes", "[]");
    refused(
        "scopes/text-says-more",
        "the string says more than the array",
        Draft.good().claim("scope", "\"agents:read agents:run\""),
        "MALFORMED");
    refused("scopes/no-array", "a string for the array", scopes("\"agents:read\""), "MALFORMED");
    refused("scopes/number", "a number among them", scopes("[\"agents:read\",1]"), "MALFORMED");
  }

  private static Draft scopes(String raw) {
    return Draft.good().claim("scopes", raw);
  }

  private void agents() {
    says(
        "agent/name",
        "bound to an agent",
        agent("{\"name\":\"a1\"}"),
        "agent",
        "{\"name\":\"a1\"}");
    String keyed = "{\"name\":\"chat-room\",\"key\":[\"room\",\"42\"]}";
    says("agent/key", "bound to an instance", agent(keyed), "agent", keyed);
    refused("agent/no-name", "bound to no name", agent("{\"key\":[\"room\"]}"), "MALFORMED");
    refused("agent/text", "a text for a binding", agent("\"a1\""), "MALFORMED");
  }

  private static Draft agent(String raw) {
    return Draft.good().claim("agent", raw);
  }

  private void actors() {
    says(
        "act/one",
        "an agent acts for the subject",
        Draft.good().claim("act", "{\"sub\":\"research-agent\"}"),
        "act",
        "[{\"sub\":\"research-agent\"}]");
    says(
        "act/chain",
        "the one that acts now comes first",
        Draft.good()
            .claim(
                "act",
                "{\"sub\":\"third\",\"iss\":\"https://issuer.example\",\"act\":{\"sub\":\"second\","
                    + "\"act\":{\"sub\":\"first\"}}}"),
        "act",
        "[{\"sub\":\"third\",\"iss\":\"https://issuer.example\"},{\"sub\":\"second\"},"
            + "{\"sub\":\"first\"}]");
    refused("act/no-sub", "an actor without a name", act("{\"iss\":\"x\"}"), "MALFORMED");
    refused("act/array", "an array of actors", act("[{\"sub\":\"a\"}]"), "MALFORMED");
  }

  private static Draft act(String raw) {
    return Draft.good().claim("act", raw);
  }

  private void methods() {
    for (String method : List.of("api-key", "ticket", "session")) {
      says(
          "auth-method/" + method,
          "how the caller authenticated: " + method,
          Draft.good().claim("auth_method", Json.quote(method)),
          "auth_method",
          Json.quote(method));
    }
    refused(
        "auth-method/unknown",
        "one that nobody knows",
        Draft.good().claim("auth_method", "\"magic\""),
        "MALFORMED");
  }
}
