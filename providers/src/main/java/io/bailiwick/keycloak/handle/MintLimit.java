package io.bailiwick.keycloak.handle;

import io.bailiwick.keycloak.issue.HandleGrant;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * How many tickets one session (or, where its token has none, one person) of one client may mint
 * for one agent service in each {@link #WINDOW}, counted on the whole cluster. Each ticket takes
 * one of so many slots, which Keycloak's single-use objects give away once; the slots of a window
 * end with it. A request costs one look and one write until the slots run out, and one look after
 * that.
 */
final class MintLimit {
  static final Duration WINDOW = Duration.ofMinutes(1);

  private static final String SLOT = "bailiwick.minted.";
  private static final String FULL = "full";

  private final SingleUseObjectProvider objects;

  MintLimit(SingleUseObjectProvider objects) {
    this.objects = objects;
  }

  /**
   * Counts one ticket.
   *
   * @param most in one window
   * @param now in seconds since 1970
   * @throws TicketRefused {@code rate_limited}, until the window ends
   */
  void count(HandleGrant grant, int most, long now) throws TicketRefused {
    count(
        String.join(".", grant.service(), grant.client(), grant.session().orElse(grant.user())),
        most,
        now);
  }

  void count(String who, int most, long now) throws TicketRefused {
    long window = now / WINDOW.toSeconds();
    long left = (window + 1) * WINDOW.toSeconds() - now;
    String slots = SLOT + who + "." + window + ".";
    if (objects.contains(slots + FULL)) {
      throw TicketRefused.limit(left);
    }
    // anywhere first: most requests find the first one free
    int start = ThreadLocalRandom.current().nextInt(most);
    for (int i = 0; i < most; i++) {
      if (objects.putIfAbsent(slots + (start + i) % most, left)) {
        return;
      }
    }
    objects.putIfAbsent(slots + FULL, left);
    throw TicketRefused.limit(left);
  }
}
