package io.bailiwick.adapter.token;

import io.bailiwick.adapter.keys.CryptoChoice;
import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.adapter.keys.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * From the text of a token to {@link Verified}: everything that is true of a token whoever presents
 * it. In order: length, the three parts, header, payload, type, issuer, key, signature, claims.
 * Thread-safe.
 */
final class TokenVerification {
  private final Map<String, KeySource> issuers;
  private final int maxLength;
  private final boolean plainJwtType;
  private final CryptoChoice crypto;
  private final CallerClaims callers;

  TokenVerification(
      Map<String, KeySource> issuers,
      int maxLength,
      boolean plainJwtType,
      CryptoChoice crypto,
      CallerClaims callers) {
    this.issuers = issuers;
    this.maxLength = maxLength;
    this.plainJwtType = plainJwtType;
    this.crypto = crypto;
    this.callers = callers;
  }

  /**
   * @throws TokenRejected where the token is not to be believed
   * @throws io.bailiwick.adapter.keys.KeysUnavailable where that can't be told now
   */
  Verified verify(String token) {
    if (token.length() > maxLength) {
      throw rejected(TokenRejected.Reason.TOO_LARGE);
    }
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first <= 0 || second <= first + 1 || token.indexOf('.', second + 1) >= 0) {
      throw rejected(TokenRejected.Reason.MALFORMED);
    }
    JoseHeader header = JoseHeader.parse(Base64Url.decode(token, 0, first));
    TokenClaims claims = TokenClaims.parse(Base64Url.decode(token, first + 1, second));
    byte[] signature = Base64Url.decode(token, second + 1, token.length());
    requireAccessToken(header, claims);
    String issuer = claims.text("iss").orElse("");
    KeySource keys = issuers.get(issuer);
    if (keys == null) {
      throw rejected(TokenRejected.Reason.WRONG_ISSUER);
    }
    VerificationKey key =
        keys.find(header.kid(), header.algorithm())
            .orElseThrow(() -> rejected(TokenRejected.Reason.UNKNOWN_KEY));
    byte[] signed = token.substring(0, second).getBytes(StandardCharsets.US_ASCII);
    if (!key.verifies(crypto, header.algorithm(), signed, 0, signed.length, signature)) {
      throw rejected(TokenRejected.Reason.BAD_SIGNATURE);
    }
    return new Verified(
        callers.caller(issuer, claims),
        claims.confirmation(),
        keys,
        key,
        header.kid(),
        header.algorithm());
  }

  /**
   * RFC 9068, 2.1, and Keycloak's own {@code typ} in the payload, which tells its tokens apart: one
   * that it bound to a DPoP key says {@code DPoP} there.
   */
  private void requireAccessToken(JoseHeader header, TokenClaims claims) {
    Optional<String> type = claims.text("typ");
    boolean ofKeycloak =
        type.isPresent() && (type.get().equals("Bearer") || type.get().equals("DPoP"));
    boolean accessToken = header.type().equals("at+jwt") && (type.isEmpty() || ofKeycloak);
    boolean plain = plainJwtType && header.type().equals("jwt") && ofKeycloak;
    if (!accessToken && !plain) {
      throw rejected(TokenRejected.Reason.WRONG_TYPE);
    }
  }

  private static TokenRejected rejected(TokenRejected.Reason reason) {
    return new TokenRejected(reason);
  }
}
