package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.handle.ApiKeyRedeemer;
import io.bailiwick.adapter.handle.Ticket;
import io.bailiwick.adapter.handle.TicketRedeemer;
import io.bailiwick.adapter.token.AuthMethod;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.CallerVerifier;
import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.adapter.token.TokenRejected;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * From a credential to who calls. A handle is redeemed first, and the token that comes of it is
 * verified as any other; it must say of itself what it was redeemed from. Thread-safe.
 */
final class Authentication {
  /** Where tokens can't go well, and tickets are for. */
  private static final Set<CredentialSource> TICKETS =
      Set.of(
          CredentialSource.CONNECTION_PARAMS,
          CredentialSource.SUBPROTOCOL,
          CredentialSource.QUERY_TICKET,
          CredentialSource.FIRST_MESSAGE);

  private final CallerVerifier verifier;
  private final Optional<ApiKeyRedeemer> apiKeys;
  private final Optional<TicketRedeemer> tickets;

  Authentication(CallerVerifier verifier, CredentialPlaces places) {
    this.verifier = verifier;
    this.apiKeys = places.apiKeys();
    this.tickets = places.tickets();
  }

  Caller verify(Credential found, ConnectRequest request) {
    if (found.source() == CredentialSource.API_KEY) {
      ApiKeyRedeemer redeemer = apiKeys.orElseThrow(Authentication::refused);
      return verify(redeemer.redeem(found.token()), found, request, AuthMethod.API_KEY);
    }
    if (TICKETS.contains(found.source()) && Ticket.isMeant(found.token())) {
      TicketRedeemer redeemer = tickets.orElseThrow(Authentication::refused);
      Ticket ticket = Ticket.of(found.token()).orElseThrow(Authentication::refused);
      return verify(redeemer.redeem(ticket, origin(request)), found, request, AuthMethod.TICKET);
    }
    return verifier.verify(presentation(found.token(), found, request));
  }

  private Caller verify(
      String token, Credential found, ConnectRequest request, AuthMethod redeemed) {
    Caller caller = verifier.verify(presentation(token, found, request));
    if (caller.authMethod() != redeemed) {
      throw new TokenRejected(TokenRejected.Reason.WRONG_AUTH_METHOD);
    }
    return caller;
  }

  private static Presentation presentation(String token, Credential found, ConnectRequest request) {
    return new Presentation(
        token,
        found.scheme(),
        request.headers("DPoP"),
        request.sentMethod(),
        request.sentRawPath(),
        request.clientCertificate());
  }

  /** Of two, neither: a page has one. */
  private static Optional<String> origin(ConnectRequest request) {
    List<String> sent = request.headers("Origin");
    if (sent.size() > 1) {
      throw refused();
    }
    return sent.stream().findFirst();
  }

  private static TokenRejected refused() {
    return new TokenRejected(TokenRejected.Reason.HANDLE_REFUSED);
  }
}
