package io.bailiwick.adapter.token;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A token as it came, with whatever came along to prove who may use it: all that a verifier reads
 * of a request. Immutable; never written out.
 *
 * @param token the credential itself
 * @param scheme the scheme that it came under
 * @param proofs every {@code DPoP} header field, as sent; more than one is refused
 * @param method the HTTP method of the request as sent
 * @param rawPath the path as sent, still percent-encoded, relative to the service's own path
 * @param certificate the client's, where the TLS layer has seen it prove that it has its key
 */
public record Presentation(
    String token,
    Scheme scheme,
    List<String> proofs,
    String method,
    String rawPath,
    Optional<X509Certificate> certificate) {

  /** How a token says that it is to be used. */
  public enum Scheme {
    /** Whoever has it may use it (RFC 6750); also for a token from a cookie. */
    BEARER,
    /** Only with a proof of the key that it is bound to (RFC 9449, 7.1). */
    DPOP,
    /**
     * Came from the issuer for a handle that this service has just redeemed, and from nobody else.
     * Whatever it is bound to was proved where the handle was issued, and can't be proved again. No
     * caller can present a token so.
     */
    REDEEMED
  }

  public Presentation {
    proofs = List.copyOf(proofs);
  }

  /** A token and nothing else, which proves nothing. */
  public static Presentation bearer(String token) {
    return new Presentation(token, Scheme.BEARER, List.of(), "", "", Optional.empty());
  }

  /** The scheme, and what came along; nothing of the token or of a proof. */
  @Override
  public String toString() {
    return "Presentation["
        + scheme
        + ", proofs: "
        + proofs.size()
        + (certificate.isPresent() ? ", with a certificate" : "")
        + "]";
  }
}
