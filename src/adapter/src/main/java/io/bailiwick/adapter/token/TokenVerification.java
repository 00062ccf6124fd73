package io.bailiwick.adapter.token;

import io.bailiwick.adapter.internal.StripedPool;
import io.bailiwick.adapter.keys.CryptoChoice;
import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.adapter.keys.VerificationKey;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From the text of a token to {@link Verified}: everything that is true of a token whoever presents
 * it. Thread-safe.
 *
 * <p>There are two roads, to the same end. Where the header is that of a token that verified
 * before, the signature is checked by that one's key first, and only what is signed is read: where
 * it is plain, by what it has in common with others of that header. What that does not take is read
 * strictly. Otherwise, and where the short road does not arrive, in order: length, the three parts,
 * header, payload, type, issuer, key, signature, claims. Then the payload's {@code iss} is read
 * before the signature is checked, but only to choose among the configured issuers by exact
 * comparison, and by a parser that keeps nothing of what it reads.
 */
final class TokenVerification {
  private final Map<String, KeySource> issuers;
  private final int maxLength;
  private final boolean plainJwtType;
  private final CryptoChoice crypto;
  private final CallerClaims callers;
  private final KnownHeaders headers;
  private final StripedPool<TokenScratch> scratches = new StripedPool<>();

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
    this.headers = new KnownHeaders(callers.names());
  }

  /**
   * @throws TokenRejected where the token is not to be believed
   * @throws io.bailiwick.adapter.keys.KeysUnavailable where that can't be told now
   */
  Verified verify(String token) {
    if (token.length() > maxLength) {
      throw rejected(TokenRejected.Reason.TOO_LARGE);
    }
    @Nullable TokenScratch taken = scratches.take();
    TokenScratch scratch = taken == null ? new TokenScratch() : taken;
    try {
      return verify(CompactJws.split(token, scratch), scratch);
    } finally {
      scratch.wipe();
      if (scratch.isSmall()) {
        scratches.give(scratch);
      }
    }
  }

  private Verified verify(CompactJws jws, TokenScratch scratch) {
    KnownHeaders.KnownHeader known = headers.find(jws);
    if (known == null) {
      return byIssuer(jws, null);
    }
    if (!isSigned(jws, known.header(), known.key(), jws.signature())) {
      return byIssuer(jws, known.key());
    }
    Verified verified = byHeader(jws, known, scratch);
    return verified == null ? byIssuer(jws, null) : verified;
  }

  /** Of a token that this very key has signed; null unless it is the issuer's, and still is. */
  private @Nullable Verified byHeader(
      CompactJws jws, KnownHeaders.KnownHeader known, TokenScratch scratch) {
    JoseHeader header = known.header();
    TokenClaims claims;
    try {
      claims = known.payloads().read(scratch.payload(jws));
    } catch (PlainJson.NotPlain e) {
      claims = claims(jws);
    }
    requireAccessToken(header, claims);
    if (!known.issuer().equals(claims.textOrNull(ClaimNames.ISS))) {
      return null;
    }
    Optional<VerificationKey> key = known.keys().find(header.kid(), header.algorithm());
    if (key.isEmpty()) {
      throw rejected(TokenRejected.Reason.UNKNOWN_KEY);
    }
    return key.get() == known.key()
        ? verified(claims, known.issuer(), known.keys(), known.key(), header)
        : null;
  }

  /**
   * @param refuted a key that has not signed the token
   */
  private Verified byIssuer(CompactJws jws, @Nullable VerificationKey refuted) {
    JoseHeader header = JoseHeader.parse(jws.header());
    TokenClaims claims = claims(jws);
    byte[] signature = jws.signature();
    requireAccessToken(header, claims);
    String issuer = claims.textOrNull(ClaimNames.ISS);
    KeySource keys = issuer == null ? null : issuers.get(issuer);
    if (issuer == null || keys == null) {
      throw rejected(TokenRejected.Reason.WRONG_ISSUER);
    }
    VerificationKey key =
        keys.find(header.kid(), header.algorithm())
            .orElseThrow(() -> rejected(TokenRejected.Reason.UNKNOWN_KEY));
    if (key == refuted || !isSigned(jws, header, key, signature)) {
      throw rejected(TokenRejected.Reason.BAD_SIGNATURE);
    }
    headers.add(jws, header, issuer, keys, key);
    return verified(claims, issuer, keys, key, header);
  }

  private TokenClaims claims(CompactJws jws) {
    try (StrictJson json = StrictJson.of(jws.payload())) {
      return TokenClaims.read(callers.names(), json);
    }
  }

  private boolean isSigned(
      CompactJws jws, JoseHeader header, VerificationKey key, byte[] signature) {
    return key.verifies(crypto, header.algorithm(), jws.text(), 0, jws.signedEnd(), signature);
  }

  private Verified verified(
      TokenClaims claims, String issuer, KeySource keys, VerificationKey key, JoseHeader header) {
    Caller caller = callers.caller(issuer, claims);
    return new Verified(caller, caller.confirmation(), keys, key, header.kid(), header.algorithm());
  }

  /**
   * RFC 9068, 2.1, and Keycloak's own {@code typ} in the payload, which tells its tokens apart: one
   * that it bound to a DPoP key says {@code DPoP} there.
   */
  private void requireAccessToken(JoseHeader header, TokenClaims claims) {
    String type = claims.textOrNull(ClaimNames.TYP);
    boolean ofKeycloak = "Bearer".equals(type) || "DPoP".equals(type);
    boolean accessToken = header.type().equals("at+jwt") && (type == null || ofKeycloak);
    boolean plain = plainJwtType && header.type().equals("jwt") && ofKeycloak;
    if (!accessToken && !plain) {
      throw rejected(TokenRejected.Reason.WRONG_TYPE);
    }
  }

  private static TokenRejected rejected(TokenRejected.Reason reason) {
    return new TokenRejected(reason);
  }
}
