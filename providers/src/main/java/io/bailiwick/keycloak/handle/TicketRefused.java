package io.bailiwick.keycloak.handle;

import io.bailiwick.keycloak.audit.Finding;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;

/**
 * A ticket isn't minted or redeemed: what the caller is told (an OAuth error and a description that
 * echoes nothing), and what the event says besides.
 */
final class TicketRefused extends Exception {
  private static final long serialVersionUID = 1L;
  private static final String RATE_LIMITED = "rate_limited";

  private final String error;
  private final Status status;
  private final String reason;
  private final String description;
  private final long retryAfter;
  // an exception is serializable by type; nothing ever serializes this one
  private final transient Optional<Finding> finding;

  private TicketRefused(
      String error, Status status, String reason, String description, Optional<Finding> finding) {
    this(error, status, reason, description, finding, 0);
  }

  private TicketRefused(
      String error,
      Status status,
      String reason,
      String description,
      Optional<Finding> finding,
      long retryAfter) {
    super(error + ": " + reason);
    this.error = error;
    this.status = status;
    this.reason = reason;
    this.description = description;
    this.finding = finding;
    this.retryAfter = retryAfter;
  }

  /** The bearer token is none, or not good here (RFC 6750, section 3.1). */
  static TicketRefused token(String reason) {
    return new TicketRefused(
        OAuthErrorException.INVALID_TOKEN,
        Status.UNAUTHORIZED,
        reason,
        "a valid agent token is needed, with its proof where it is bound to one",
        Optional.empty());
  }

  /** The realm isn't to be had, or not in this way. */
  static TicketRefused realm(String reason, String description) {
    return new TicketRefused(
        OAuthErrorException.ACCESS_DENIED, Status.FORBIDDEN, reason, description, Optional.empty());
  }

  /** The page that asks is none of the client's. */
  static TicketRefused origin() {
    return new TicketRefused(
        OAuthErrorException.ACCESS_DENIED,
        Status.FORBIDDEN,
        "origin_not_allowed",
        "the request's origin is none of the client's web origins",
        Optional.empty());
  }

  /** The session has minted as many as it may for now; in so many seconds it may again. */
  static TicketRefused limit(long retryAfter) {
    return new TicketRefused(
        RATE_LIMITED,
        Status.TOO_MANY_REQUESTS,
        RATE_LIMITED,
        "too many tickets for this session and client",
        Optional.empty(),
        retryAfter);
  }

  static TicketRefused request(String description) {
    return new TicketRefused(
        OAuthErrorException.INVALID_REQUEST,
        Status.BAD_REQUEST,
        "malformed_request",
        description,
        Optional.empty());
  }

  /** RFC 8707, section 2. */
  static TicketRefused target(String description, Optional<Finding> finding) {
    return new TicketRefused(
        OAuthErrorException.INVALID_TARGET,
        Status.BAD_REQUEST,
        "resource_not_available",
        description,
        finding);
  }

  /** The redeeming client may redeem nothing (RFC 6749, section 5.2). */
  static TicketRefused client(Optional<Finding> finding) {
    return new TicketRefused(
        OAuthErrorException.UNAUTHORIZED_CLIENT,
        Status.BAD_REQUEST,
        "client_takes_no_tickets",
        "the client is no agent service that takes tickets",
        finding);
  }

  /** Any fault of a ticket; its caller is not told which. */
  static TicketRefused ticket(String reason) {
    return new TicketRefused(
        OAuthErrorException.INVALID_GRANT,
        Status.BAD_REQUEST,
        reason,
        "the ticket is not valid",
        Optional.empty());
  }

  String error() {
    return error;
  }

  String reason() {
    return reason;
  }

  String description() {
    return description;
  }

  Status status() {
    return status;
  }

  /** In how many seconds it may go better; 0 where waiting doesn't help. */
  long retryAfter() {
    return retryAfter;
  }

  /** Sends the event. */
  void record(EventBuilder event, String what) {
    finding.ifPresent(found -> event.detail(TicketEvents.FINDING, found.code()));
    event.detail(TicketEvents.WHAT, what).detail(Details.REASON, reason).error(error);
  }
}
