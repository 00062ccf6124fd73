package io.bailiwick.sample;

import io.bailiwick.adapter.listing.Listing;
import io.bailiwick.scope.AgentPath;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What this service hosts: the things it lists, and the rooms that are reached by key alone. */
final class Catalog {
  /** A kind of thing: its path segment, which is also its scopes' first part. */
  enum Family {
    AGENTS("agents"),
    TEAMS("teams"),
    WORKFLOWS("workflows");

    private final String text;

    Family(String text) {
      this.text = text;
    }

    /** Who sees what of it, in the shape that the settings ask for. */
    Listing<Hosted> listing(SampleSettings settings) {
      Listing<Hosted> listing = Listing.of(text, "read", Hosted::id);
      if (settings.envelopedLists()) {
        listing = listing.envelope(text);
      }
      return settings.hiddenIsNotFound() ? listing.hiddenAsNotFound() : listing;
    }
  }

  /** One thing that is hosted. */
  record Hosted(String id, String name) {}

  private static final List<Hosted> AGENTS =
      List.of(
          new Hosted("research-agent", "Research agent"),
          new Hosted("support-agent", "Support agent"),
          new Hosted("writer-agent", "Writer agent"),
          new Hosted("ops-agent", "Operations agent"));
  private static final List<Hosted> TEAMS = List.of(new Hosted("newsroom", "Newsroom"));
  private static final List<Hosted> WORKFLOWS =
      List.of(new Hosted("weekly-report", "Weekly report"));

  /** Agents that only live in instances, each a room: nothing to list, only to connect to. */
  private static final Set<String> ROOMS = Set.of("chat-room", Lounge.NAME);

  private Catalog() {}

  static List<Hosted> all(Family family) {
    return switch (family) {
      case AGENTS -> AGENTS;
      case TEAMS -> TEAMS;
      case WORKFLOWS -> WORKFLOWS;
    };
  }

  static Optional<Hosted> agent(String id) {
    return AGENTS.stream().filter(hosted -> hosted.id().equals(id)).findFirst();
  }

  /** Whether there is an instance to connect to: any of a listed agent's, and any keyed room. */
  static boolean canConnect(AgentPath path) {
    return ROOMS.contains(path.name()) ? !path.key().isEmpty() : agent(path.name()).isPresent();
  }
}
