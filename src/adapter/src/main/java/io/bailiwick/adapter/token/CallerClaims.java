package io.bailiwick.adapter.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * From the claims of a token whose signature is verified to its {@link Caller}: for this service,
 * valid now, and whose. There is no leeway for {@code exp}, and ten seconds for {@code nbf} and
 * {@code iat}. Immutable and thread-safe.
 *
 * @param names where the claims are
 * @param handedOn the names of the claims to hand on
 */
record CallerClaims(
    String audience, TokenScopes scopes, Clock clock, ClaimNames names, Set<String> handedOn) {
  private static final Duration LEEWAY = Duration.ofSeconds(10);
  private static final int MAX_SUBJECT = 1024;

  /**
   * @throws TokenRejected where the claims don't make one
   */
  Caller caller(String issuer, TokenClaims claims) {
    if (!claims.oneOrMore(names.audience()).contains(audience)) {
      throw rejected(TokenRejected.Reason.WRONG_AUDIENCE);
    }
    Instant expires = required(claims.date(ClaimNames.EXP));
    Instant issued = required(claims.date(ClaimNames.IAT));
    Instant now = clock.instant();
    if (!now.isBefore(expires)) {
      throw rejected(TokenRejected.Reason.EXPIRED);
    }
    Instant soon = now.plus(LEEWAY);
    Instant from = claims.date(ClaimNames.NBF).orElse(issued);
    Optional<Caller.Presented> presented = claims.presented();
    Instant first = presented.map(Caller.Presented::issuedAt).orElse(issued);
    if (soon.isBefore(issued) || soon.isBefore(from) || soon.isBefore(first)) {
      throw rejected(TokenRejected.Reason.NOT_YET_VALID);
    }
    if (expires.isBefore(issued) || expires.isBefore(from)) {
      throw rejected(TokenRejected.Reason.MALFORMED);
    }
    return new Caller(
        new Caller.Facts(
            new Caller.Identity(issuer, subject(claims), claims.text(ClaimNames.AZP)),
            claims.text(ClaimNames.SID),
            claims.text(ClaimNames.JTI),
            presented,
            claims.description(ClaimNames.NAME),
            claims.description(ClaimNames.EMAIL),
            scopes.read(claims),
            claims.agent(),
            claims.actors(),
            claims.authMethod(),
            issued,
            expires,
            claims.confirmation(),
            claims.only(handedOn)));
  }

  private String subject(TokenClaims claims) {
    String subject = claims.textOrNull(names.user());
    if (subject == null || subject.isBlank() || subject.length() > MAX_SUBJECT) {
      throw rejected(TokenRejected.Reason.BAD_SUBJECT);
    }
    for (int i = 0; i < subject.length(); i++) {
      if (Character.isISOControl(subject.charAt(i))) {
        throw rejected(TokenRejected.Reason.BAD_SUBJECT);
      }
    }
    return subject;
  }

  private static Instant required(Optional<Instant> date) {
    return date.orElseThrow(() -> rejected(TokenRejected.Reason.MISSING_CLAIM));
  }

  private static TokenRejected rejected(TokenRejected.Reason reason) {
    return new TokenRejected(reason);
  }
}
