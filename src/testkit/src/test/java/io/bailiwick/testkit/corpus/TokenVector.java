package io.bailiwick.testkit.corpus;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One token vector in the making: what a service is told, what comes to it, and what it must say.
 * Its members are raw JSON. Immutable.
 */
final class TokenVector {
  private final Map<String, String> members;

  private TokenVector(Map<String, String> members) {
    this.members = members;
  }

  /** For a service that trusts the first issuer, at the time of the corpus, and takes no proofs. */
  static TokenVector of(String id, String about) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("id", Json.quote(id));
    members.put("about", Json.quote(about));
    members.put("issuers", Json.array(Draft.ISSUER));
    members.put("audience", Json.quote(Draft.AUDIENCE));
    members.put("now", Json.quote(Draft.INSTANT.toString()));
    return new TokenVector(members);
  }

  TokenVector issuers(String... trusted) {
    return with("issuers", Json.array(trusted));
  }

  TokenVector audience(String audience) {
    return with("audience", Json.quote(audience));
  }

  TokenVector at(String now) {
    return with("now", Json.quote(now));
  }

  /** The service takes bound tokens with these proofs: dpop, certificate. */
  TokenVector proofs(String... kinds) {
    return with("proofs", Json.array(kinds));
  }

  /** The service takes no bearer tokens. */
  TokenVector onlyBound() {
    return with("onlyBound", "true");
  }

  TokenVector token(String token) {
    return with("token", Json.quote(token));
  }

  /** How the token comes, where it is not a bearer's and nothing else. */
  TokenVector request(Map<String, String> request) {
    return with("request", Json.object(request));
  }

  /** It is accepted, and this is what it says. */
  String accepted(Map<String, String> caller) {
    return with("caller", Json.object(caller)).line();
  }

  /** It is accepted once, and refused when it comes again. */
  String acceptedOnce(Map<String, String> caller, String then) {
    return with("caller", Json.object(caller)).with("again", Json.quote(then)).line();
  }

  String refused(String reason) {
    return with("refused", Json.quote(reason)).line();
  }

  private TokenVector with(String name, String raw) {
    Map<String, String> changed = new LinkedHashMap<>(members);
    changed.put(name, raw);
    return new TokenVector(changed);
  }

  private String line() {
    return Json.object(members);
  }

  /** What {@link Draft#good()} says, with these members put in; a null takes one out. */
  static Map<String, String> caller(String... changes) {
    Map<String, String> caller = new LinkedHashMap<>();
    caller.put("iss", Json.quote(Draft.ISSUER));
    caller.put("sub", "\"5c1e2c8a-bert\"");
    caller.put("aud", Json.array(Draft.AUDIENCE, Draft.RESOURCE));
    caller.put("azp", "\"demo-cli\"");
    caller.put("jti", "\"b0f1\"");
    caller.put("iat", Long.toString(Draft.NOW - 60));
    caller.put("exp", Long.toString(Draft.NOW + 240));
    caller.put("auth_method", "\"bearer\"");
    caller.put("scopes", "[\"agents:read\"]");
    for (int i = 0; i < changes.length; i += 2) {
      if (changes[i + 1].equals("null")) {
        caller.remove(changes[i]);
      } else {
        caller.put(changes[i], changes[i + 1]);
      }
    }
    return caller;
  }
}
