package io.bailiwick.adapter.token;

import io.bailiwick.adapter.keys.JwsAlgorithm;
import io.bailiwick.adapter.keys.SharedSecret;
import io.bailiwick.scope.ScopeRules;
import io.bailiwick.scope.ScopeSet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a verification would have found, for tests of what is done with it. */
final class Verifications {
  private static final SharedSecret KEYS =
      SharedSecret.forDevelopment("0123456789abcdef".repeat(2));

  private Verifications() {}

  /** The subject is the token itself, so that a mix-up shows. */
  static Verified of(String token, Instant expires) {
    Caller caller =
        new Caller(
            new Caller.Facts(
                new Caller.Identity("https://issuer.example", token, Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ScopeSet.none(ScopeRules.standard()),
                Optional.empty(),
                List.of(),
                AuthMethod.BEARER,
                Instant.EPOCH,
                expires,
                Optional.empty(),
                Map.of()));
    return new Verified(
        caller,
        Optional.empty(),
        KEYS,
        KEYS.find(Optional.empty(), JwsAlgorithm.HS256).orElseThrow(),
        Optional.empty(),
        JwsAlgorithm.HS256);
  }

  /** The same text in another object, as every request brings it. */
  static String fresh(String token) {
    return new String(token.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
  }

  /** A text long enough to be remembered, whose end tells it from others. */
  static String text(int number, int length) {
    String end = Integer.toString(number);
    return "t".repeat(length - end.length()) + end;
  }
}
