package io.bailiwick.adapter.token;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
  static final int PRESENTED = 16;

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
          "cnf",
          "presented");

  /** What a token hardly has to itself. */
  private static final Set<Integer> SHARED = Set.of(ISS, TYP, AZP, SCOPE, AGENT, AUTH_METHOD);

  private final Map<String, Integer> places = new HashMap<>();
  private final List<byte[]> texts = new ArrayList<>();

  /** By a name's length and ends: its place and one, and the next to look at is behind it. */
  private final int[] byText;

  private final boolean[] shared;

  private final int user;
  private final int audience;
  private final int scopes;

  ClaimNames(String user, String audience, String scopes, Set<String> handedOn) {
    FIXED.forEach(this::add);
    this.user = add(user);
    this.audience = add(audience);
    this.scopes = add(scopes);
    handedOn.forEach(this::add);
    this.shared = new boolean[texts.size()];
    for (int place : SHARED) {
      shared[place] = place != this.user;
    }
    shared[this.audience] = this.audience != this.user;
    shared[this.scopes] = this.scopes != this.user;
    this.byText = new int[Integer.highestOneBit(texts.size()) * 8];
    for (int place = 0; place < texts.size(); place++) {
      byte[] text = texts.get(place);
      int slot = slot(text, 0, text.length);
      while (byText[slot] != 0) {
        slot = slot + 1 & byText.length - 1;
      }
      byText[slot] = place + 1;
    }
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

  /** The place of the claim whose name is written there; negative for one that is not read. */
  int place(byte[] bytes, int from, int to) {
    int slot = slot(bytes, from, to);
    while (byText[slot] != 0) {
      int place = byText[slot] - 1;
      byte[] text = texts.get(place);
      if (Arrays.equals(text, 0, text.length, bytes, from, to)) {
        return place;
      }
      slot = slot + 1 & byText.length - 1;
    }
    return -1;
  }

  /** Whether many tokens have the same value of the claim at that place. */
  boolean isShared(int place) {
    return shared[place];
  }

  int size() {
    return places.size();
  }

  private int slot(byte[] name, int from, int to) {
    if (to == from) {
      return 0;
    }
    int hash = (to - from) * 31 + name[from] * 7 + name[to - 1] * 13 + name[from + (to - from) / 2];
    return (hash ^ hash >>> 6) & byText.length - 1;
  }

  private int add(String name) {
    Integer known = places.putIfAbsent(name, texts.size());
    if (known != null) {
      return known;
    }
    texts.add(name.getBytes(StandardCharsets.UTF_8));
    return texts.size() - 1;
  }
}
