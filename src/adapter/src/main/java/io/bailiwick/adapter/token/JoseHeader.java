package io.bailiwick.adapter.token;

import io.bailiwick.adapter.keys.JwsAlgorithm;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A token's header (RFC 7515, 4), as far as it is heeded. It names the key and the algorithm; it
 * may not bring a key, point to one, or ask for an extension: such a header is refused rather than
 * read past, since no issuer of access tokens writes one.
 *
 * @param type the {@code typ} in lower case, without the {@code application/} that may be left out
 */
record JoseHeader(JwsAlgorithm algorithm, Optional<String> kid, String type) {
  /** The most characters of a key id. */
  static final int MAX_KID = 256;

  private static final Set<String> REFUSED =
      Set.of("crit", "b64", "zip", "enc", "jwk", "jku", "x5u", "x5c");

  /** Read past, but texts where they are there (RFC 7515, 4.1), as any other reader has them. */
  private static final Set<String> TEXTS = Set.of("cty", "x5t", "x5t#S256");

  static JoseHeader parse(byte[] json) {
    Map<String, Object> header = StrictJson.object(json);
    for (String name : header.keySet()) {
      if (REFUSED.contains(name)) {
        throw new TokenRejected(TokenRejected.Reason.FORBIDDEN_HEADER);
      }
      if (TEXTS.contains(name) && !(header.get(name) instanceof String)) {
        throw StrictJson.malformed();
      }
    }
    // a token in a token (RFC 7519, 5.2): its payload would be no claims
    if (text(header, "cty").filter(content -> type(content).equals("jwt")).isPresent()) {
      throw StrictJson.malformed();
    }
    String alg = text(header, "alg").orElseThrow(StrictJson::malformed);
    JwsAlgorithm algorithm =
        JwsAlgorithm.named(alg)
            .orElseThrow(() -> new TokenRejected(TokenRejected.Reason.UNSUPPORTED_ALGORITHM));
    Optional<String> kid = text(header, "kid");
    if (kid.isPresent() && (kid.get().isEmpty() || kid.get().length() > MAX_KID)) {
      throw StrictJson.malformed();
    }
    return new JoseHeader(algorithm, kid, type(text(header, "typ").orElse("")));
  }

  private static Optional<String> text(Map<String, Object> header, String name) {
    Object value = header.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text);
    }
    throw StrictJson.malformed();
  }

  private static String type(String typ) {
    String lower = typ.toLowerCase(Locale.ROOT);
    return lower.startsWith("application/") ? lower.substring("application/".length()) : lower;
  }
}
