package io.bailiwick.keycloak.handle;

import io.bailiwick.keycloak.audit.Finding;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;

/**
 * Whether an agent service takes tickets, how long they live and how many may be minted: its
 * client's attributes {@value #ATTRIBUTE} ({@code true}, or none are taken), {@value #LIFESPAN}
 * (seconds, {@link #DEFAULT} unless set, {@link #MOST} at most) and {@value #LIMIT} (tickets a
 * minute for one session and client, {@value #DEFAULT_LIMIT} unless set, {@value #MOST_LIMIT} at
 * most). Anything else in any, or a public client, and none are taken.
 *
 * @param lifespan empty where none are taken
 * @param limit how many one session may mint through one client in a {@link MintLimit#WINDOW}
 * @param finding why, where an administrator has to put it right
 */
record TicketTerms(Optional<Duration> lifespan, int limit, Optional<Finding> finding) {
  static final String ATTRIBUTE = "bailiwick.tickets";
  static final String LIFESPAN = "bailiwick.ticket-lifespan";
  static final Duration DEFAULT = Duration.ofSeconds(30);
  static final Duration MOST = Duration.ofSeconds(60);

  static final String LIMIT = "bailiwick.ticket-limit";
  static final int DEFAULT_LIMIT = 120;
  static final int MOST_LIMIT = 10_000;

  private static final TicketTerms NONE = new TicketTerms(Optional.empty(), 0, Optional.empty());

  static TicketTerms of(ClientModel service) {
    return of(
        service.getAttribute(ATTRIBUTE),
        service.getAttribute(LIFESPAN),
        service.getAttribute(LIMIT),
        service.isPublicClient());
  }

  static TicketTerms of(
      @Nullable String choice,
      @Nullable String lifespan,
      @Nullable String limit,
      boolean publicClient) {
    if (choice == null || choice.isBlank() || choice.equals("false")) {
      return NONE;
    }
    Optional<Long> life = number(lifespan, DEFAULT.toSeconds(), MOST.toSeconds());
    Optional<Long> most = number(limit, DEFAULT_LIMIT, MOST_LIMIT);
    if (!choice.equals("true") || life.isEmpty() || most.isEmpty()) {
      return atFault(Finding.TICKETS_MALFORMED);
    }
    return publicClient
        ? atFault(Finding.TICKETS_PUBLIC)
        : new TicketTerms(life.map(Duration::ofSeconds), most.get().intValue(), Optional.empty());
  }

  private static TicketTerms atFault(Finding finding) {
    return new TicketTerms(Optional.empty(), 0, Optional.of(finding));
  }

  /** From 1 to so many; empty where it is anything else. */
  private static Optional<Long> number(@Nullable String text, long unset, long most) {
    if (text == null || text.isBlank()) {
      return Optional.of(unset);
    }
    try {
      long number = Long.parseLong(text.strip());
      return number >= 1 && number <= most ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
