package io.bailiwick.adapter.token;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names of the claims that a verifier reads, each with a place of its own. What the service
 * names itself may be one of the fixed ones: then it has that one's place. Immutable.
 */
final class ClaimNames {
  static final int ISS = 0;
  static final int TYP = 1;
  static final int AZP = 2;
  static final int SID = 3;
  static final int JTI = 4;
  static final int NAME = 5;
  static final int EMAIL = 6;
  static final int EXP = 7;
  static final int IAT = 8;
  static final int NBF = 9;
  static final int SCOPE = 10;
  static final int SCOPES_REF = 11;
  static final int AGENT = 12;
  static final int ACT = 13;
  static final int AUTH_METHOD = 14;
  static final int CNF = 15;

  private static final List<String> FIXED =
      List.of(
          "iss",
          "typ",
          "azp",
          "sid",
          "jti",
          "name",
          "email",
          "exp",
          "iat",
          "nbf",
          "scope",
          "scopes_ref",
          "agent",
          "act",
          "auth_method",
          "cnf");

  private final Map<String, Integer> places = new HashMap<>();
  private final int user;
  private final int audience;
  private final int scopes;

  ClaimNames(String user, String audience, String scopes, Set<String> handedOn) {
    FIXED.forEach(this::add);
    this.user = add(user);
    this.audience = add(audience);
    this.scopes = add(scopes);
    handedOn.forEach(this::add);
  }

  /** Of the claim that names the user. */
  int user() {
    return user;
  }

  /** Of the claim that names the audience. */
  int audience() {
    return audience;
  }

  /** Of the claim that holds the scopes. */
  int scopes() {
    return scopes;
  }

  /** Negative for a claim that is not read. */
  int place(String name) {
    return places.getOrDefault(name, -1);
  }

  int size() {
    return places.size();
  }

  private int add(String name) {
    return places.computeIfAbsent(name, n -> places.size());
  }
}
