package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.handle.ApiKeyRedeemer;
import io.bailiwick.adapter.handle.Ticket;
import io.bailiwick.adapter.handle.TicketRedeemer;
import io.bailiwick.adapter.keys.KeyPatience;
import io.bailiwick.adapter.keys.KeysUnavailable;
import io.bailiwick.adapter.limit.ClientAddress;
import io.bailiwick.adapter.token.AuthMethod;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.CallerVerifier;
import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.adapter.token.TokenRejected;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * From a credential to who calls. A handle is redeemed first, and the token that comes of it is
 * verified as any other; it must say of itself what it was redeemed from. A ticket is for a socket:
 * of any other request it is refused wherever it stands, before anybody is asked about it.
 *
 * <p>Nobody is waited for on behalf of an address whose failures are used up; a token is verified
 * all the same, with the keys that are at hand. Thread-safe.
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
  private final Attempts attempts;
  private final Optional<ApiKeyRedeemer> apiKeys;
  private final Optional<TicketRedeemer> tickets;

  Authentication(CallerVerifier verifier, CredentialPlaces places, Attempts attempts) {
    this.verifier = verifier;
    this.attempts = attempts;
    this.apiKeys = places.apiKeys();
    this.tickets = places.tickets();
  }

  /**
   * Of a request that opens no socket, whatever it says of itself.
   *
   * @param from asked only where it matters, which is seldom
   */
  Caller verify(Credential found, ConnectRequest request, Supplier<ClientAddress> from) {
    if (Ticket.isMeant(found.token())) {
      throw refused();
    }
    return verified(found, request, from);
  }

  /** Of the request that opens a socket, or the first message on it. */
  Caller verifySocket(Credential found, ConnectRequest request, ClientAddress from) {
    if (!Ticket.isMeant(found.token())) {
      return verified(found, request, () -> from);
    }
    if (!TICKETS.contains(found.source())) {
      throw refused();
    }
    return ofTicket(presentation(found, request), soleOrigin(request), from);
  }

  /** Of a connection that goes on: a token, or a ticket as if it were one. */
  Caller renew(AgentConnection earlier, Presentation sent) {
    if (sent.scheme() == Presentation.Scheme.REDEEMED) {
      // says that there is nothing to prove, which is for what was redeemed right here
      throw refused();
    }
    return sent.scheme() == Presentation.Scheme.BEARER && Ticket.isMeant(sent.token())
        ? ofTicket(sent, earlier.origin(), earlier.from())
        : ofToken(sent, earlier::from);
  }

  private Caller verified(Credential found, ConnectRequest request, Supplier<ClientAddress> from) {
    Presentation sent = presentation(found, request);
    return found.source() == CredentialSource.API_KEY ? ofApiKey(sent, from) : ofToken(sent, from);
  }

  private Caller ofApiKey(Presentation sent, Supplier<ClientAddress> from) {
    ApiKeyRedeemer redeemer = apiKeys.orElseThrow(Authentication::refused);
    Optional<String> remembered = redeemer.remembered(sent.token());
    if (remembered.isEmpty()) {
      attempts.requireTrust(from.get());
    }
    return redeemed(
        sent, remembered.orElseGet(() -> redeemer.redeem(sent.token())), AuthMethod.API_KEY);
  }

  private Caller ofToken(Presentation sent, Supplier<ClientAddress> from) {
    try {
      return KeyPatience.withoutAsking(() -> verifier.verify(sent));
    } catch (KeysUnavailable notAtHand) {
      return attempts.trusts(from.get()) ? verifier.verify(sent) : unlessAsked(sent, from);
    }
  }

  /** The key may have come meanwhile; where it has not, it is read for whoever comes next. */
  private Caller unlessAsked(Presentation sent, Supplier<ClientAddress> from) {
    try {
      return KeyPatience.withoutWaiting(() -> verifier.verify(sent));
    } catch (KeysUnavailable stillNotAtHand) {
      attempts.requireTrust(from.get());
      throw stillNotAtHand;
    }
  }

  private static Presentation presentation(Credential found, ConnectRequest request) {
    return new Presentation(
        found.token(),
        found.scheme(),
        request.headers("DPoP"),
        request.sentMethod(),
        request.sentRawPath(),
        request.clientCertificate());
  }

  /** The page's origin; empty where none is said, or two are. */
  static Optional<String> origin(ConnectRequest request) {
    List<String> sent = request.headers("Origin");
    return sent.size() == 1 ? Optional.of(sent.get(0)) : Optional.empty();
  }

  private static Optional<String> soleOrigin(ConnectRequest request) {
    if (request.headers("Origin").size() > 1) {
      throw refused();
    }
    return origin(request);
  }

  private Caller ofTicket(Presentation sent, Optional<String> origin, ClientAddress from) {
    TicketRedeemer redeemer = tickets.orElseThrow(Authentication::refused);
    Ticket ticket = Ticket.of(sent.token()).orElseThrow(Authentication::refused);
    attempts.requireTrust(from);
    return redeemed(sent, redeemer.redeem(ticket, origin, from), AuthMethod.TICKET);
  }

  private Caller redeemed(Presentation sent, String token, AuthMethod method) {
    Caller caller =
        verifier.verify(
            new Presentation(
                token,
                Presentation.Scheme.REDEEMED,
                sent.proofs(),
                sent.method(),
                sent.rawPath(),
                sent.certificate()));
    if (caller.authMethod() != method) {
      throw new TokenRejected(TokenRejected.Reason.WRONG_AUTH_METHOD);
    }
    return caller;
  }

  private static TokenRejected refused() {
    return new TokenRejected(TokenRejected.Reason.HANDLE_REFUSED);
  }
}
