package io.bailiwick.keycloak.issue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.AccessToken;

/**
 * The {@value AgentClaims#PRESENTED} claim of a token that a handle was redeemed for: {@code
 * {"iat": 1700000000, "jti": "..."}} of the token that the handle was made with. The redeemed token
 * is newer than that and has an id of its own, so without this claim nobody could tell that a
 * revocation of the presented token, by id or by age, is meant for it.
 *
 * @param issuedAt seconds since 1970
 */
record PresentedClaim(long issuedAt, String tokenId) {
  private static final String ISSUED_AT = "iat";
  private static final String TOKEN_ID = "jti";
  private static final String NOTED_ISSUED_AT = "presented_iat";
  private static final String NOTED_TOKEN_ID = "presented_jti";

  PresentedClaim {
    if (issuedAt <= 0 || tokenId.isEmpty()) {
      throw new IllegalArgumentException("no time of issue or no id");
    }
  }

  /**
   * Of the token itself, or of what that one was redeemed from in its turn.
   *
   * @throws IllegalArgumentException where either is missing or malformed
   */
  static PresentedClaim of(AccessToken token) {
    @Nullable Object earlier = token.getOtherClaims().get(AgentClaims.PRESENTED);
    return earlier == null
        ? of(token.getIat(), token.getId())
        : earlier instanceof Map<?, ?> claim
            ? of(claim.get(ISSUED_AT), claim.get(TOKEN_ID))
            : of(null, null);
  }

  private static PresentedClaim of(@Nullable Object issuedAt, @Nullable Object tokenId) {
    if (issuedAt instanceof Number number && tokenId instanceof String text) {
      return new PresentedClaim(number.longValue(), text);
    }
    throw new IllegalArgumentException("no time of issue or no id");
  }

  /** As texts by name, to be kept with the handle. */
  Map<String, String> notes() {
    return Map.of(NOTED_ISSUED_AT, String.valueOf(issuedAt), NOTED_TOKEN_ID, tokenId);
  }

  /**
   * Reads {@link #notes()} back; others may be among them.
   *
   * @throws IllegalArgumentException where they are not of our making
   */
  static PresentedClaim read(Map<String, String> notes) {
    @Nullable String issuedAt = notes.get(NOTED_ISSUED_AT);
    return of(issuedAt == null ? null : Long.valueOf(issuedAt), notes.get(NOTED_TOKEN_ID));
  }

  void write(AccessToken token) {
    Map<String, Object> claim = new LinkedHashMap<>();
    claim.put(ISSUED_AT, issuedAt);
    claim.put(TOKEN_ID, tokenId);
    token.getOtherClaims().put(AgentClaims.PRESENTED, claim);
  }
}
