package io.bailiwick.keycloak.issue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.AccessToken;
import org.keycloak.util.JsonSerialization;
import org.keycloak.util.TokenUtil;

/**
 * What of the token that a handle stands for goes into the one it is redeemed for as it is: its
 * session, its end, when and how its person logged in, who acts for whom, and which key or
 * certificate it is bound to. None of it lets anybody in by itself. And which token was presented,
 * so that what is revoked by that token's id or age is revoked for the redeemed one, too.
 *
 * @param expires seconds since 1970; the redeemed token ends then at the latest
 * @param actor the {@code act} claim (RFC 8693, section 4.1) as JSON
 * @param key the {@code jkt} of a DPoP key (RFC 9449, section 6.1)
 * @param certificate the {@code x5t#S256} of a certificate (RFC 8705, section 3.1)
 * @param presented which token was presented
 */
record CarriedClaims(
    long expires,
    Optional<String> session,
    Optional<Long> authTime,
    Optional<String> acr,
    Optional<String> actor,
    Optional<String> key,
    Optional<String> certificate,
    PresentedClaim presented) {
  private static final String EXPIRES = "exp";
  private static final String SESSION = "sid";
  private static final String AUTH_TIME = "auth_time";
  private static final String ACR = "acr";
  private static final String KEY = "jkt";
  private static final String CERTIFICATE = "x5t#S256";

  CarriedClaims {
    if (expires <= 0) {
      throw new IllegalArgumentException("no end");
    }
  }

  /**
   * @throws IllegalArgumentException where the token has no end, no id or no time of issue
   */
  static CarriedClaims of(AccessToken token) {
    AccessToken.Confirmation bound = token.getConfirmation();
    return new CarriedClaims(
        token.getExp() == null ? 0 : token.getExp(),
        Optional.ofNullable(token.getSessionId()),
        Optional.ofNullable(token.getAuth_time()),
        Optional.ofNullable(token.getAcr()),
        Optional.ofNullable(token.getOtherClaims().get(AgentClaims.ACT))
            .map(JsonSerialization::valueAsString),
        Optional.ofNullable(bound).map(AccessToken.Confirmation::getKeyThumbprint),
        Optional.ofNullable(bound).map(AccessToken.Confirmation::getCertThumbprint),
        PresentedClaim.of(token));
  }

  /** As texts by name, to be kept with the handle. */
  Map<String, String> notes() {
    Map<String, String> notes = new HashMap<>(presented.notes());
    notes.put(EXPIRES, String.valueOf(expires));
    session.ifPresent(value -> notes.put(SESSION, value));
    authTime.ifPresent(value -> notes.put(AUTH_TIME, value.toString()));
    acr.ifPresent(value -> notes.put(ACR, value));
    actor.ifPresent(value -> notes.put(AgentClaims.ACT, value));
    key.ifPresent(value -> notes.put(KEY, value));
    certificate.ifPresent(value -> notes.put(CERTIFICATE, value));
    return notes;
  }

  /**
   * Reads {@link #notes()} back.
   *
   * @throws IllegalArgumentException where they are not of our making
   */
  static CarriedClaims read(Map<String, String> notes) {
    Function<String, Optional<String>> note = name -> Optional.ofNullable(notes.get(name));
    return new CarriedClaims(
        note.apply(EXPIRES).map(Long::parseLong).orElse(0L),
        note.apply(SESSION),
        note.apply(AUTH_TIME).map(Long::valueOf),
        note.apply(ACR),
        note.apply(AgentClaims.ACT),
        note.apply(KEY),
        note.apply(CERTIFICATE),
        PresentedClaim.read(notes));
  }

  /** Writes them over whatever Keycloak and its mappers put into the token. */
  void write(AccessToken token) {
    token.setSessionId(session.orElse(null));
    token.setAuth_time(authTime.orElse(null));
    token.setAcr(acr.orElse(null));
    actor.ifPresent(
        json ->
            token
                .getOtherClaims()
                .put(AgentClaims.ACT, JsonSerialization.valueFromString(json, Object.class)));
    presented.write(token);
    token.setConfirmation(confirmation());
    token.type(key.isPresent() ? TokenUtil.TOKEN_TYPE_DPOP : TokenUtil.TOKEN_TYPE_BEARER);
    if (token.getExp() == null || token.getExp() == 0 || token.getExp() > expires) {
      token.exp(expires);
    }
  }

  private AccessToken.@Nullable Confirmation confirmation() {
    if (key.isEmpty() && certificate.isEmpty()) {
      return null;
    }
    AccessToken.Confirmation bound = new AccessToken.Confirmation();
    bound.setCertThumbprint(certificate.orElse(null));
    bound.setKeyThumbprint(key.orElse(null));
    bound.setJktType(key.isPresent() ? TokenUtil.TOKEN_TYPE_DPOP : null);
    return bound;
  }
}
