package io.bailiwick.adapter.token;

import io.bailiwick.scope.ScopeRules;
import io.bailiwick.scope.ScopeSet;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Development only: one shared key in place of tokens. Whoever has it is admin, and nobody in
 * particular. It is compared in constant time and named in {@link #loosened()}. Thread-safe.
 */
public final class SecurityKey implements CallerVerifier {
  /** The fewest characters of a key. */
  public static final int MIN_LENGTH = 16;

  /** The issuer of callers that came with a security key. */
  public static final String ISSUER = "urn:bailiwick:security-key";

  /** The subject of callers that came with a security key. */
  public static final String SUBJECT = "security-key";

  private static final Duration LIFE = Duration.ofHours(24);

  private final byte[] digest;
  private final ScopeSet admin;
  private final Clock clock;

  private SecurityKey(byte[] digest, ScopeSet admin, Clock clock) {
    this.digest = digest;
    this.admin = admin;
    this.clock = clock;
  }

  /** A key in the standard dialect of scopes. */
  public static SecurityKey forDevelopment(String key) {
    return forDevelopment(key, ScopeRules.standard(), Clock.systemUTC());
  }

  /**
   * @throws IllegalArgumentException where the key is shorter than {@value #MIN_LENGTH} characters
   */
  public static SecurityKey forDevelopment(String key, ScopeRules rules, Clock clock) {
    if (key.length() < MIN_LENGTH) {
      throw new IllegalArgumentException(
          "A security key has at least " + MIN_LENGTH + " characters; make one at random");
    }
    return new SecurityKey(digest(key), ScopeSet.of(rules, List.of(rules.adminScope())), clock);
  }

  @Override
  public Caller verify(String credential) {
    // equal lengths, so that the time says nothing about the key's
    if (!MessageDigest.isEqual(digest, digest(credential))) {
      throw new TokenRejected(TokenRejected.Reason.WRONG_SECURITY_KEY);
    }
    Instant now = clock.instant();
    return new Caller(
        new Caller.Facts(
            new Caller.Identity(ISSUER, SUBJECT, Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            admin,
            Optional.empty(),
            List.of(),
            AuthMethod.SECURITY_KEY,
            now,
            now.plus(LIFE),
            Optional.empty(),
            Map.of()));
  }

  @Override
  public List<String> loosened() {
    return List.of(
        "security key: one shared key stands in place of tokens, and whoever has it is admin");
  }

  @Override
  public String toString() {
    return "SecurityKey";
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
