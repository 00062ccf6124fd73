package io.bailiwick.keycloak.handle;

import io.bailiwick.keycloak.audit.Finding;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;

/**
 * Whether an agent service takes tickets, and how long they live: its client's attributes {@value
 * #ATTRIBUTE} ({@code true}, or none are taken) and {@value #LIFESPAN} (seconds, {@link #DEFAULT}
 * unless set, {@link #MOST} at most). Anything else in either, or a public client, and none are
 * taken.
 *
 * @param lifespan empty where none are taken
 * @param finding why, where an administrator has to put it right
 */
record TicketTerms(Optional<Duration> lifespan, Optional<Finding> finding) {
  static final String ATTRIBUTE = "bailiwick.tickets";
  static final String LIFESPAN = "bailiwick.ticket-lifespan";
  static final Duration DEFAULT = Duration.ofSeconds(30);
  static final Duration MOST = Duration.ofSeconds(60);

  private static final TicketTerms NONE = new TicketTerms(Optional.empty(), Optional.empty());

  static TicketTerms of(ClientModel service) {
    return of(
        service.getAttribute(ATTRIBUTE), service.getAttribute(LIFESPAN), service.isPublicClient());
  }

  static TicketTerms of(@Nullable String choice, @Nullable String lifespan, boolean publicClient) {
    if (choice == null || choice.isBlank() || choice.equals("false")) {
      return NONE;
    }
    Optional<Duration> life = lifespan(lifespan);
    if (!choice.equals("true") || life.isEmpty()) {
      return atFault(Finding.TICKETS_MALFORMED);
    }
    return publicClient ? atFault(Finding.TICKETS_PUBLIC) : new TicketTerms(life, Optional.empty());
  }

  private static TicketTerms atFault(Finding finding) {
    return new TicketTerms(Optional.empty(), Optional.of(finding));
  }

  private static Optional<Duration> lifespan(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return Optional.of(DEFAULT);
    }
    try {
      Duration life = Duration.ofSeconds(Long.parseLong(text.strip()));
      return life.compareTo(Duration.ofSeconds(1)) >= 0 && life.compareTo(MOST) <= 0
          ? Optional.of(life)
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
