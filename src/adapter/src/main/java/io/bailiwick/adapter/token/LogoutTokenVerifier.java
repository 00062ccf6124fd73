package io.bailiwick.adapter.token;

import io.bailiwick.adapter.keys.CryptoChoice;
import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.adapter.keys.VerificationKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From a compact JWS to a {@link LogoutToken} (OpenID Connect Back-Channel Logout 1.0, 2.6): signed
 * by the issuer's own key, for this service or a client that it was told of, made within the last
 * three minutes, with the event of a logout and without a nonce, so that neither an ID token nor an
 * access token passes for one. The header's type is {@code logout+jwt}; {@code JWT}, or none, is
 * taken as well, since the specification only recommends it: then the event tells it apart.
 * Thread-safe.
 */
public final class LogoutTokenVerifier {
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
  private static final Set<String> TYPES = Set.of("logout+jwt", "jwt", "");
  private static final Duration FRESH = Duration.ofMinutes(3);
  private static final Duration LEEWAY = Duration.ofSeconds(10);
  private static final int MAX_LENGTH = 16 * 1024;
  private static final int MAX_TEXT = 1024;

  private final String issuer;
  private final KeySource keys;
  private final Set<String> audiences;
  private final Clock clock;
  private final CryptoChoice crypto;

  private LogoutTokenVerifier(String issuer, KeySource keys, Set<String> audiences, Clock clock) {
    this.issuer = issuer;
    this.keys = keys;
    this.audiences = Set.copyOf(audiences);
    this.clock = clock;
    this.crypto = CryptoChoice.ofProcess();
  }

  /**
   * @param issuer its exact name, as in the tokens that it issues
   * @param keys the issuer's; whoever made them closes them
   * @param audience the agent service's client id
   */
  public static LogoutTokenVerifier of(
      String issuer, KeySource keys, String audience, Clock clock) {
    if (issuer.isBlank() || audience.isBlank()) {
      throw new IllegalArgumentException("An issuer and an audience are needed");
    }
    return new LogoutTokenVerifier(issuer, keys, Set.of(audience), clock);
  }

  /**
   * Takes those, too, that were made for that client: a provider tells the clients that a session
   * has logged in to, and people log in to the service's callers rather than to the service. Their
   * logout URL, at the provider, is then this service's.
   */
  public LogoutTokenVerifier andForClient(String clientId) {
    if (clientId.isBlank()) {
      throw new IllegalArgumentException("A client has an id");
    }
    Set<String> more = new HashSet<>(audiences);
    more.add(clientId);
    return new LogoutTokenVerifier(issuer, keys, more, clock);
  }

  /** How long after it was made a logout token is taken, and so may come again. */
  public static Duration freshness() {
    return FRESH;
  }

  /**
   * @throws TokenRejected where it is not to be believed
   * @throws io.bailiwick.adapter.keys.KeysUnavailable where that can't be told now
   */
  public LogoutToken verify(String text) {
    if (text.length() > MAX_LENGTH) {
      throw rejected(TokenRejected.Reason.TOO_LARGE);
    }
    CompactJws jws = CompactJws.split(text, new TokenScratch());
    JoseHeader header = JoseHeader.parse(jws.header());
    if (!TYPES.contains(header.type())) {
      throw rejected(TokenRejected.Reason.WRONG_TYPE);
    }
    Map<String, Object> claims = StrictJson.object(jws.payload());
    if (!issuer.equals(claims.get("iss"))) {
      throw rejected(TokenRejected.Reason.WRONG_ISSUER);
    }
    VerificationKey key =
        keys.find(header.kid(), header.algorithm())
            .orElseThrow(() -> rejected(TokenRejected.Reason.UNKNOWN_KEY));
    if (!key.verifies(
        crypto, header.algorithm(), jws.text(), 0, jws.signedEnd(), jws.signature())) {
      throw rejected(TokenRejected.Reason.BAD_SIGNATURE);
    }
    requireLogout(claims);
    requireAudience(claims.get("aud"));
    Instant issuedAt = requireFresh(claims);
    Optional<String> subject = text(claims, "sub");
    Optional<String> session = text(claims, "sid");
    if (subject.isEmpty() && session.isEmpty()) {
      throw rejected(TokenRejected.Reason.MISSING_CLAIM);
    }
    String id = text(claims, "jti").orElseThrow(() -> rejected(TokenRejected.Reason.MISSING_CLAIM));
    return new LogoutToken(issuer, subject, session, id, issuedAt);
  }

  /** The event's own value is an object, and says nothing more. */
  private static void requireLogout(Map<String, Object> claims) {
    boolean logout =
        claims.get("events") instanceof Map<?, ?> events && events.get(EVENT) instanceof Map<?, ?>;
    // Keycloak's own claim, which tells its tokens apart
    Object type = claims.get("typ");
    if (!logout || claims.containsKey("nonce") || (type != null && !"Logout".equals(type))) {
      throw rejected(TokenRejected.Reason.WRONG_TYPE);
    }
  }

  private void requireAudience(@Nullable Object value) {
    List<?> several =
        value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
    if (several.stream().noneMatch(audiences::contains)) {
      throw rejected(TokenRejected.Reason.WRONG_AUDIENCE);
    }
  }

  private Instant requireFresh(Map<String, Object> claims) {
    if (!(claims.get("iat") instanceof Long iat)) {
      throw rejected(TokenRejected.Reason.MISSING_CLAIM);
    }
    long now = clock.instant().getEpochSecond();
    if (iat > now + LEEWAY.toSeconds()) {
      throw rejected(TokenRejected.Reason.NOT_YET_VALID);
    }
    Object exp = claims.get("exp");
    boolean expired = exp != null && !(exp instanceof Long end && now < end);
    if (expired || iat < now - FRESH.toSeconds()) {
      throw rejected(TokenRejected.Reason.EXPIRED);
    }
    return Instant.ofEpochSecond(iat);
  }

  private static Optional<String> text(Map<String, Object> claims, String name) {
    Object value = claims.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text && !text.isEmpty() && text.length() <= MAX_TEXT) {
      return Optional.of(text);
    }
    throw StrictJson.malformed();
  }

  private static TokenRejected rejected(TokenRejected.Reason reason) {
    return new TokenRejected(reason);
  }
}
