package io.bailiwick.sample;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.life.Connection;
import io.bailiwick.adapter.life.ConnectionFilter;
import io.bailiwick.adapter.life.ConnectionPage;
import io.bailiwick.adapter.life.ConnectionRegistry;
import io.bailiwick.adapter.life.Revocation;
import io.bailiwick.adapter.life.Revocations;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are open, for those who may read that; and their end, for administrators.
 */
@Path("/connections")
@Produces(MediaType.APPLICATION_JSON)
public final class ConnectionsResource {
  private final String issuer;
  private final ConnectionRegistry registry;
  private final Revocations revocations;
  private final Clock clock;

  @Inject
  ConnectionsResource(SampleSettings settings, SampleLife life, Clock clock) {
    this.issuer = settings.issuer();
    this.registry = life.registry();
    this.revocations = life.revocations();
    this.clock = clock;
  }

  /** One of them: nothing of its token. */
  public record Listed(
      String id,
      String subject,
      @Nullable String client,
      String agent,
      List<String> key,
      String since,
      String expiresAt) {
    static Listed of(Connection connection) {
      return new Listed(
          connection.id(),
          connection.caller().subject(),
          connection.identity().clientId().orElse(null),
          connection.agent().name(),
          connection.agent().key(),
          connection.since().toString(),
          connection.expiresAt().toString());
    }
  }

  /**
   * Some of them, the eldest first.
   *
   * @param next the {@code from} of the next page; null where this is the last
   */
  public record Listing(List<Listed> connections, @Nullable Long next) {}

  /** How many were ended. */
  public record Ended(int ended) {}

  @GET
  public Listing list(
      @QueryParam("subject") @Nullable String subject,
      @QueryParam("session") @Nullable String session,
      @QueryParam("client") @Nullable String client,
      @QueryParam("agent") @Nullable String agent,
      @QueryParam("from") @DefaultValue("0") long from,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    if (limit <= 0 || limit > ConnectionRegistry.MAX_PAGE) {
      throw new BadRequestException();
    }
    ConnectionFilter filter =
        new ConnectionFilter(
            Optional.empty(),
            Optional.ofNullable(subject),
            Optional.ofNullable(session),
            Optional.empty(),
            Optional.ofNullable(client),
            Optional.ofNullable(agent),
            Optional.empty());
    ConnectionPage page = registry.list(filter, from, limit);
    OptionalLong next = page.next();
    return new Listing(
        page.connections().stream().map(Listed::of).toList(),
        next.isPresent() ? next.getAsLong() : null);
  }

  /**
   * Ends those of a subject or of a session, and takes no token any more that it has by now; or one
   * connection by its id, whose caller may come again.
   */
  @DELETE
  public Ended end(
      @QueryParam("subject") @Nullable String subject,
      @QueryParam("session") @Nullable String session,
      @QueryParam("id") @Nullable String id) {
    int ended;
    if (subject != null && !subject.isEmpty() && session == null && id == null) {
      // counted first: to revoke ends them, and says not how many
      ended = count(ConnectionFilter.all().issuer(issuer).subject(subject));
      revocations.revoke(Revocation.subject(issuer, subject, clock.instant()));
    } else if (session != null && !session.isEmpty() && subject == null && id == null) {
      ended = count(ConnectionFilter.all().issuer(issuer).session(session));
      revocations.revoke(Revocation.session(issuer, session));
    } else if (id != null && subject == null && session == null) {
      Optional<Connection> found = registry.find(id);
      found.ifPresent(one -> one.close(Refusal.of(Refusal.Code.GOING_AWAY)));
      ended = found.isPresent() ? 1 : 0;
    } else {
      throw new BadRequestException();
    }
    return new Ended(ended);
  }

  private int count(ConnectionFilter filter) {
    int all = 0;
    OptionalLong next = OptionalLong.of(0);
    while (next.isPresent()) {
      ConnectionPage page = registry.list(filter, next.getAsLong(), ConnectionRegistry.MAX_PAGE);
      all += page.connections().size();
      next = page.next();
    }
    return all;
  }
}
