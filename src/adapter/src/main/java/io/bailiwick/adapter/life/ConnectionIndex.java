package io.bailiwick.adapter.life;

import io.bailiwick.adapter.token.Caller;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Connections, by all that they are looked for by. Not thread-safe. */
final class ConnectionIndex {
  private final TreeMap<Long, Connection> bySequence = new TreeMap<>();
  private final Map<String, Connection> byId = new HashMap<>();
  private final Buckets bySubject = new Buckets();
  private final Buckets bySession = new Buckets();
  private final Buckets byToken = new Buckets();
  private final Buckets byClient = new Buckets();
  private final Buckets byAgent = new Buckets();
  private final Map<Holder, Integer> perCaller = new HashMap<>();

  /** Whose connections are counted together. */
  private record Holder(String issuer, String subject) {
    static Holder of(Caller caller) {
      return new Holder(caller.issuer(), caller.subject());
    }
  }

  void add(Connection connection) {
    bySequence.put(connection.sequence(), connection);
    byId.put(connection.id(), connection);
    bySubject.add(connection.caller().subject(), connection);
    byAgent.add(connection.agent().name(), connection);
    perCaller.merge(Holder.of(connection.caller()), 1, Integer::sum);
    addToken(connection.caller(), connection);
  }

  void remove(Connection connection) {
    bySequence.remove(connection.sequence());
    byId.remove(connection.id());
    bySubject.remove(connection.caller().subject(), connection);
    byAgent.remove(connection.agent().name(), connection);
    perCaller.computeIfPresent(
        Holder.of(connection.caller()), (holder, count) -> count == 1 ? null : count - 1);
    removeToken(connection.caller(), connection);
  }

  /** What only the token says: the rest stays as it is when it is replaced. */
  void removeToken(Caller caller, Connection connection) {
    caller.sessionId().ifPresent(sid -> bySession.remove(sid, connection));
    tokenIds(caller).forEach(jti -> byToken.remove(jti, connection));
    caller.identity().clientId().ifPresent(azp -> byClient.remove(azp, connection));
  }

  void addToken(Caller caller, Connection connection) {
    caller.sessionId().ifPresent(sid -> bySession.add(sid, connection));
    tokenIds(caller).forEach(jti -> byToken.add(jti, connection));
    caller.identity().clientId().ifPresent(azp -> byClient.add(azp, connection));
  }

  /** Its own, and that of the token which its ticket was minted with. */
  private static Stream<String> tokenIds(Caller caller) {
    return Stream.of(caller.tokenId(), caller.originalTokenId())
        .flatMap(Optional::stream)
        .distinct();
  }

  int size() {
    return bySequence.size();
  }

  /** Whether nothing is kept at all, not even an empty set. */
  boolean isEmpty() {
    return bySequence.isEmpty()
        && byId.isEmpty()
        && perCaller.isEmpty()
        && Stream.of(bySubject, bySession, byToken, byClient, byAgent)
            .allMatch(each -> each.sets.isEmpty());
  }

  int ofCaller(Caller caller) {
    return perCaller.getOrDefault(Holder.of(caller), 0);
  }

  int ofAgent(String name) {
    return byAgent.of(name).size();
  }

  Optional<Connection> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Those that match, the eldest first. */
  List<Connection> find(ConnectionFilter filter) {
    List<Connection> found = new ArrayList<>();
    for (Connection each : fewest(filter)) {
      if (filter.matches(each)) {
        found.add(each);
      }
    }
    found.sort(Comparator.comparingLong(Connection::sequence));
    return found;
  }

  /** Those that are opened, too, from a place on, and no more than that many. */
  List<Connection> opened(ConnectionFilter filter, long from, int most) {
    Collection<Connection> eldestFirst =
        filter.equals(ConnectionFilter.all()) ? bySequence.tailMap(from).values() : find(filter);
    return eldestFirst.stream()
        .filter(each -> each.sequence() >= from && each.life().isOpened())
        .limit(most)
        .toList();
  }

  /** The least of those among which all that match are. */
  private Collection<Connection> fewest(ConnectionFilter filter) {
    Collection<Connection> least = bySequence.values();
    least = less(least, filter.token(), byToken);
    least = less(least, filter.session(), bySession);
    least = less(least, filter.subject(), bySubject);
    least = less(least, filter.client(), byClient);
    return less(least, filter.agent(), byAgent);
  }

  private static Collection<Connection> less(
      Collection<Connection> least, Optional<String> wanted, Buckets index) {
    if (wanted.isEmpty()) {
      return least;
    }
    Set<Connection> those = index.of(wanted.get());
    return those.size() < least.size() ? those : least;
  }

  /** Sets by name; most have one element, and take little room for it. */
  private static final class Buckets {
    private final Map<String, Set<Connection>> sets = new HashMap<>();

    void add(String name, Connection connection) {
      sets.compute(
          name,
          (same, before) -> {
            if (before == null) {
              return Set.of(connection);
            }
            Set<Connection> several = before.size() == 1 ? new LinkedHashSet<>(before) : before;
            several.add(connection);
            return several;
          });
    }

    void remove(String name, Connection connection) {
      sets.computeIfPresent(
          name,
          (same, before) -> {
            if (before.size() == 1) {
              return before.contains(connection) ? null : before;
            }
            before.remove(connection);
            return before.size() == 1 ? Set.copyOf(before) : before;
          });
    }

    Set<Connection> of(String name) {
      return sets.getOrDefault(name, Set.of());
    }
  }
}
