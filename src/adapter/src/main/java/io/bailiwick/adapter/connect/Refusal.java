package io.bailiwick.adapter.connect;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One refusal, in the terms of every binding: HTTP status, RFC 6750 error, WebSocket close code.
 * One table for all. Holds nothing of a token. Immutable.
 *
 * @param retryAfter when to try again, where that is known
 * @param requiredScopes all that the operation needs, as text
 * @param incident under which id an unexpected error was logged
 * @param detail what the service itself says of it, in place of the standard words; empty where it
 *     says nothing
 */
public record Refusal(
    Code code,
    Optional<Duration> retryAfter,
    List<String> requiredScopes,
    Optional<String> incident,
    Optional<ErrorDetail> detail) {

  /** Tried again later at the earliest, where nobody said when. */
  private static final Duration LATER = Duration.ofSeconds(5);

  /** The codes that callers see, stable. */
  public enum Code {
    /** No credential, or one of a kind that is not understood here. */
    MISSING_TOKEN("auth", "missing_token", 401, 4401, Retry.NO, Optional.empty()),
    INVALID_TOKEN("auth", "invalid_token", 401, 4401, Retry.NO, invalidToken()),
    /** The token is bound to a key or certificate, and nothing proves it. */
    PROOF_REQUIRED("auth", "proof_required", 401, 4401, Retry.NO, invalidToken()),
    /** The DPoP proof is none, or not for this request (RFC 9449, 7.1). */
    INVALID_PROOF(
        "auth", "invalid_dpop_proof", 401, 4401, Retry.NO, Optional.of("invalid_dpop_proof")),
    /** The DPoP proof must hold the nonce that comes with this (RFC 9449, 9). */
    NONCE_REQUIRED(
        "auth", "use_dpop_nonce", 401, 3005, Retry.FRESH_PROOF, Optional.of("use_dpop_nonce")),
    EXPIRED_TOKEN("auth", "expired_token", 401, 3005, Retry.FRESH_TOKEN, invalidToken()),
    WRONG_AUDIENCE("auth", "wrong_audience", 401, 4401, Retry.NO, invalidToken()),
    /** Revoked; told to the caller as an invalid token. */
    REVOKED("auth", "invalid_token", 401, 4403, Retry.NO, invalidToken()),
    /** No scope would help: the route is unmapped, or the token is bound elsewhere. */
    FORBIDDEN("auth", "forbidden", 403, 4403, Retry.NO, Optional.empty()),
    /** A scope is missing. */
    INSUFFICIENT_PERMISSIONS(
        "auth", "insufficient_permissions", 403, 4403, Retry.NO, Optional.of("insufficient_scope")),
    /** There is no such thing, or the caller may not know of it. */
    NOT_FOUND("request", "not_found", 404, 4404, Retry.NO, Optional.empty()),
    RATE_LIMITED("auth", "rate_limited", 429, 3429, Retry.LATER, Optional.empty()),
    /** Keys or Keycloak can't be reached. */
    UNAVAILABLE("auth", "unavailable", 503, 1013, Retry.LATER, Optional.empty()),
    /** The service is stopping; another node, or this one a moment later, takes the connection. */
    GOING_AWAY("server", "going_away", 503, 1001, Retry.LATER, Optional.empty()),
    INVALID_REQUEST("request", "invalid_request", 400, 4400, Retry.NO, Optional.empty()),
    /** Refused by the service's own rule, which says why. */
    USER_ERROR("user", "user_error", 400, 4400, Retry.NO, Optional.empty()),
    /** Unexpected: masked, and logged under an id. */
    INTERNAL_ERROR("internal", "internal_error", 500, 1011, Retry.NO, Optional.empty());

    private enum Retry {
      NO,
      FRESH_TOKEN,
      FRESH_PROOF,
      LATER
    }

    private final String group;
    private final String text;
    private final int status;
    private final int closeCode;
    private final Retry retry;
    private final Optional<String> challengeError;

    Code(
        String group,
        String text,
        int status,
        int closeCode,
        Retry retry,
        Optional<String> challengeError) {
      this.group = group;
      this.text = text;
      this.status = status;
      this.closeCode = closeCode;
      this.retry = retry;
      this.challengeError = challengeError;
    }

    /** The code as callers read it: {@code insufficient_permissions}. */
    public String text() {
      return text;
    }

    /** {@code auth}, {@code request}, {@code server} or {@code internal}. */
    public String group() {
      return group;
    }

    public int status() {
      return status;
    }

    public int closeCode() {
      return closeCode;
    }

    /**
     * The RFC 6750 or RFC 9449 error; empty where the challenge names none, or there is no
     * challenge.
     */
    public Optional<String> challengeError() {
      return challengeError;
    }

    private static Optional<String> invalidToken() {
      return Optional.of("invalid_token");
    }
  }

  public Refusal {
    requiredScopes = List.copyOf(requiredScopes);
    if (code.retry == Code.Retry.LATER) {
      retryAfter = Optional.of(retryAfter.orElse(LATER));
    }
  }

  /** In the standard words. */
  public Refusal(
      Code code,
      Optional<Duration> retryAfter,
      List<String> requiredScopes,
      Optional<String> incident) {
    this(code, retryAfter, requiredScopes, incident, Optional.empty());
  }

  public static Refusal of(Code code) {
    return new Refusal(code, Optional.empty(), List.of(), Optional.empty());
  }

  /**
   * By a rule of the service's own: 403, {@code auth.forbidden}, in its own words. Callers see all
   * of them.
   *
   * @throws IllegalArgumentException as {@link ErrorDetail} does
   */
  public static Refusal forbidden(String message, Map<String, Object> metadata) {
    return of(Code.FORBIDDEN)
        .saying(new ErrorDetail(Code.FORBIDDEN.group(), Code.FORBIDDEN.text(), message, metadata));
  }

  /**
   * By a rule of the service's own: 400, group {@code user}, in its own words. Callers see all of
   * them.
   *
   * @throws IllegalArgumentException as {@link ErrorDetail} does
   */
  public static Refusal user(String code, String message, Map<String, Object> metadata) {
    return of(Code.USER_ERROR)
        .saying(new ErrorDetail(Code.USER_ERROR.group(), code, message, metadata));
  }

  /**
   * What an exception means to the caller: a {@link Refused}'s own refusal; what says that the
   * caller may not, or that something can't be told now; and for all else a masked internal error,
   * logged under an id.
   */
  public static Refusal meaningOf(Throwable thrown) {
    return RefusalTable.refusalFor(thrown);
  }

  /** The same in other words; status, close code and whether to try again stay. */
  public Refusal saying(ErrorDetail words) {
    return new Refusal(code, retryAfter, requiredScopes, incident, Optional.of(words));
  }

  /** A scope is missing; these are all that the operation needs. */
  public static Refusal insufficient(List<String> requiredScopes) {
    return new Refusal(
        Code.INSUFFICIENT_PERMISSIONS, Optional.empty(), requiredScopes, Optional.empty());
  }

  /** Can't be told now; to be tried again. */
  public static Refusal unavailable(Duration retryAfter) {
    return new Refusal(Code.UNAVAILABLE, Optional.of(retryAfter), List.of(), Optional.empty());
  }

  /** Too many; to be tried again. */
  public static Refusal rateLimited(Duration retryAfter) {
    return new Refusal(Code.RATE_LIMITED, Optional.of(retryAfter), List.of(), Optional.empty());
  }

  /** Something unexpected that was logged under this id. */
  public static Refusal internal(String incident) {
    return new Refusal(Code.INTERNAL_ERROR, Optional.empty(), List.of(), Optional.of(incident));
  }

  /** The HTTP status. */
  public int status() {
    return code.status();
  }

  /** The WebSocket close code (RFC 6455, 7.4). */
  public int closeCode() {
    return code.closeCode();
  }

  /** What callers read as the group. */
  public String group() {
    return detail.map(ErrorDetail::group).orElse(code.group());
  }

  /** What callers read as the code. */
  public String text() {
    return detail.map(ErrorDetail::code).orElse(code.text());
  }

  /** The WebSocket close reason: {@code auth.forbidden}. Always below 123 bytes. */
  public String closeReason() {
    return group() + "." + text();
  }

  /** Whether trying again may help, later or with a fresh token or proof. */
  public boolean retryable() {
    return code.retry != Code.Retry.NO;
  }
}
