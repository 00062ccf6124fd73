package io.bailiwick.adapter.handle;

import io.bailiwick.adapter.limit.ClientAddress;
import io.bailiwick.adapter.token.TokenRejected;
import java.util.List;
import java.util.Optional;

/**
 * Turns a ticket into the access token that it stands for, once. The token is not believed for
 * that: whoever asked verifies it as any other, and that its {@code auth_method} is {@code ticket}.
 * Implementations are thread-safe, and bound both how long a call takes and how many run at once:
 * the calling thread waits, and it is one of those that serve requests.
 */
@FunctionalInterface
public interface TicketRedeemer {
  /**
   * @param origin the {@code Origin} of the request that brought it, exactly as sent: a ticket that
   *     a page has fetched is good for that page's origin only
   * @return the access token, a compact JWS, not verified
   * @throws TokenRejected as {@code HANDLE_REFUSED} where it is not good: never issued, used
   *     before, too late, for another service or origin
   * @throws RedeemingUnavailable where that can't be told now
   */
  String redeem(Ticket ticket, Optional<String> origin);

  /**
   * The same for a client that comes from there: what the gate calls. An implementation that bounds
   * how many calls run at once lets no address take all of them; this one does not look.
   */
  default String redeem(Ticket ticket, Optional<String> origin, ClientAddress from) {
    return redeem(ticket, origin);
  }

  /** Every setting that loosens a check, one sentence each: to be shown at start. */
  default List<String> loosened() {
    return List.of();
  }
}
