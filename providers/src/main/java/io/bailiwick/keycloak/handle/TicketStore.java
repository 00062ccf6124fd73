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

  static final String REPLAYED = "replayed";

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

  /**
   * Tries to take it away; of many who try at once, one gets it. That somebody was here is marked
   * before, so that whoever comes second is known for that, and nobody else is: where the ticket is
   * gone without a mark, it ended or was lost, and nobody redeemed it.
   */
  Taking take(ClientModel service, Ticket ticket) {
    return take(ticket.keyAt(service));
  }

  Taking take(String key) {
    Optional<TicketTrace> trace =
        Optional.ofNullable(objects.get(key + TRACE)).map(TicketTrace::read);
    // without a trace there may never have been such a ticket, and a mark would be litter
    if (trace.isPresent() && !objects.putIfAbsent(key + USED, TRACED.toSeconds())) {
      return new Taking(Optional.empty(), trace, true);
    }
    @Nullable Map<String, String> notes = objects.remove(key);
    if (notes == null && trace.isPresent()) {
      objects.remove(key + USED);
    }
    return new Taking(Optional.ofNullable(notes).map(Kept::read), trace, false);
  }

  /**
   * What came of an attempt to take a ticket.
   *
   * @param ticket what was taken away; empty where nothing was
   * @param trace what there was; empty where there was no such ticket at that service, or long ago
   * @param taken whether another had it before, or has it in hand right now
   */
  record Taking(Optional<Kept> ticket, Optional<TicketTrace> trace, boolean taken) {

    /** The ticket, where it is good still at that time, in seconds since 1970. */
    Optional<Kept> kept(long now) {
      return ticket.filter(each -> each.expires() > now);
    }

    /** Why there is none, as far as can be told. */
    String reason(long now) {
      if (taken) {
        return REPLAYED;
      }
      if (ticket.isPresent() || trace.filter(each -> each.expires() <= now).isPresent()) {
        return "expired";
      }
      return trace.isPresent() ? "lost" : "unknown_ticket";
    }
  }
}
