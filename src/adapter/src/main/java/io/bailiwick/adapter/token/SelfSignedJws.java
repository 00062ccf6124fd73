package io.bailiwick.adapter.token;

import io.bailiwick.adapter.keys.CryptoChoice;
import io.bailiwick.adapter.keys.JwsAlgorithm;
import io.bailiwick.adapter.keys.PublicJwk;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A compact JWS signed by the key that it brings along ({@code jwk}, RFC 7515, 4.1.3): whoever made
 * it has that key, and nothing else follows from it. It is checked before there is one, so that
 * nothing of it can be read unchecked. Immutable and thread-safe.
 */
public final class SelfSignedJws {
  private static final Set<String> REFUSED =
      Set.of("crit", "b64", "zip", "enc", "jku", "x5u", "x5c");

  private final Map<String, Object> claims;

  private SelfSignedJws(Map<String, Object> claims) {
    this.claims = claims;
  }

  /** What was read of one that nobody has checked yet. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and the arrays never leave the class
  private record Unchecked(
      Map<String, Object> claims,
      PublicJwk jwk,
      JwsAlgorithm algorithm,
      byte[] signed,
      byte[] signature) {

    boolean isSigned(CryptoChoice crypto) {
      return jwk.key().verifies(crypto, algorithm, signed, 0, signed.length, signature);
    }
  }

  /**
   * @param maxLength the most characters of it
   * @param type its {@code typ}, compared exactly
   * @param algorithms those that it may be signed with
   * @param thumbprint of the key that must have signed it (RFC 7638, SHA-256)
   * @param crypto the security providers to verify with
   * @throws TokenRejected as {@link TokenRejected.Reason#INVALID_PROOF}, or as {@link
   *     TokenRejected.Reason#WRONG_PROOF_KEY} where another key made it
   * @throws IllegalStateException where no provider can tell
   */
  public static SelfSignedJws verify(
      String text,
      int maxLength,
      String type,
      Set<JwsAlgorithm> algorithms,
      String thumbprint,
      CryptoChoice crypto) {
    Unchecked read = read(text, maxLength, type, algorithms, thumbprint);
    // not where what is read wrongly is refused: a provider that fails is no fault of the proof's
    if (!read.isSigned(crypto)) {
      throw invalid();
    }
    return new SelfSignedJws(read.claims);
  }

  private static Unchecked read(
      String text, int maxLength, String type, Set<JwsAlgorithm> algorithms, String thumbprint) {
    try {
      return parsed(text, maxLength, type, algorithms, thumbprint);
    } catch (TokenRejected e) {
      throw e.reason() == TokenRejected.Reason.WRONG_PROOF_KEY ? e : invalid();
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  private static Unchecked parsed(
      String text, int maxLength, String type, Set<JwsAlgorithm> algorithms, String thumbprint) {
    int first = text.indexOf('.');
    int second = text.indexOf('.', first + 1);
    if (text.length() > maxLength
        || first <= 0
        || second <= first + 1
        || text.indexOf('.', second + 1) >= 0) {
      throw invalid();
    }
    Map<String, Object> header = StrictJson.object(Base64Url.decode(text, 0, first));
    if (!type.equals(header.get("typ")) || header.keySet().stream().anyMatch(REFUSED::contains)) {
      throw invalid();
    }
    JwsAlgorithm algorithm =
        JwsAlgorithm.named(text(header, "alg").orElse(""))
            .filter(algorithms::contains)
            .orElseThrow(SelfSignedJws::invalid);
    PublicJwk jwk = PublicJwk.parse(members(header.get("jwk")));
    if (!jwk.thumbprint().equals(thumbprint)) {
      throw new TokenRejected(TokenRejected.Reason.WRONG_PROOF_KEY);
    }
    Map<String, Object> claims = StrictJson.object(Base64Url.decode(text, first + 1, second));
    byte[] signature = Base64Url.decode(text, second + 1, text.length());
    byte[] signed = text.substring(0, second).getBytes(StandardCharsets.US_ASCII);
    return new Unchecked(claims, jwk, algorithm, signed, signature);
  }

  /** Whether there is a claim of that name, whatever its value. */
  public boolean has(String claim) {
    return claims.containsKey(claim);
  }

  /** A claim that is a text; empty where it is not there, or something else. */
  public Optional<String> text(String claim) {
    return text(claims, claim);
  }

  /** A claim that is a whole number; empty where it is not there, or something else. */
  public Optional<Long> number(String claim) {
    return claims.get(claim) instanceof Long number ? Optional.of(number) : Optional.empty();
  }

  @Override
  public String toString() {
    return "SelfSignedJws";
  }

  private static Optional<String> text(Map<String, Object> from, String name) {
    return from.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  @SuppressWarnings("unchecked") // StrictJson makes maps of no other kind
  private static Map<String, Object> members(@org.jspecify.annotations.Nullable Object jwk) {
    if (jwk instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw invalid();
  }

  private static TokenRejected invalid() {
    return new TokenRejected(TokenRejected.Reason.INVALID_PROOF);
  }
}
