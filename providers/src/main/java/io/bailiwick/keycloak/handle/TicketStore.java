package io.bailiwick.keycloak.handle;

import io.bailiwick.keycloak.issue.HandleGrant;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * Where tickets are while they live: Keycloak's single-use objects, which are the cluster's and
 * give each away once, whichever node asks. They write at once and not with the transaction, so a
 * ticket that was taken is gone even where the rest of the redemption fails.
 */
final class TicketStore {
  /** How much longer than a ticket it is remembered that there was one, and that it was used. */
  static final Duration TRACED = Duration.ofMinutes(5);

  private static final String ORIGIN = "origin";
  private static final String EXPIRES = "ticket_exp";
  private static final String TRACE = ".trace";
  private static final String USED = ".used";

  private final SingleUseObjectProvider objects;

  TicketStore(SingleUseObjectProvider objects) {
    this.objects = objects;
  }

  /**
   * What is kept of a ticket.
   *
   * @param origin what it is bound to; empty where it was minted without one
   * @param expires in seconds since 1970
   */
  record Kept(HandleGrant grant, Optional<String> origin, long expires) {
    private Map<String, String> notes() {
      Map<String, String> notes = new HashMap<>(grant.notes());
      notes.put(EXPIRES, String.valueOf(expires));
      origin.ifPresent(text -> notes.put(ORIGIN, text));
      return notes;
    }

    private static Kept read(Map<String, String> notes) {
      @Nullable String expires = notes.get(EXPIRES);
      if (expires == null) {
        throw new IllegalArgumentException("no end");
      }
      return new Kept(
          HandleGrant.read(notes), Optional.ofNullable(notes.get(ORIGIN)), Long.parseLong(expires));
    }
  }

  void put(ClientModel service, Ticket ticket, Duration life, Kept kept, TicketTrace trace) {
    String key = ticket.keyAt(service);
    // the trace first: whoever finds no ticket must find out what became of it
    objects.put(key + TRACE, life.plus(TRACED).toSeconds(), trace.notes());
    objects.put(key, life.toSeconds(), kept.notes());
  }

  /** Takes it away and gives it to the one who took it; empty to all others. */
  Optional<Kept> take(ClientModel service, Ticket ticket) {
    String key = ticket.keyAt(service);
    Map<String, String> notes = objects.remove(key);
    if (notes == null) {
      return Optional.empty();
    }
    objects.putIfAbsent(key + USED, TRACED.toSeconds());
    return Optional.of(Kept.read(notes));
  }

  /** What there was; empty where there was no such ticket at that service, or long ago. */
  Optional<TicketTrace> trace(ClientModel service, Ticket ticket) {
    return Optional.ofNullable(objects.get(ticket.keyAt(service) + TRACE)).map(TicketTrace::read);
  }

  /** Whether it was taken, as far as is remembered. */
  boolean isUsed(ClientModel service, Ticket ticket) {
    return objects.contains(ticket.keyAt(service) + USED);
  }
}
