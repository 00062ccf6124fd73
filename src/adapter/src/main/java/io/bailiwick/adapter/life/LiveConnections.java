package io.bailiwick.adapter.life;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.token.Caller;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are live, and each step of their lives. A step is decided and taken under
 * one lock: what ends is what was looked at, and not what a refresh has made of it meanwhile. Peers
 * and the listener are told after it, without the lock. Thread-safe.
 */
final class LiveConnections implements AutoCloseable {
  private static final int ID_BYTES = 16;

  /** How many peers are told at once, and how many times the listener is. */
  private static final int PEERS_AT_ONCE = 32;

  private static final int LISTENER_AT_ONCE = 4;

  private final Clock clock;
  private final Entrance entrance;
  private final Lifetime lifetime;
  private final ConnectionListener listener;
  private final SecureRandom random = new SecureRandom();
  private final Deadlines deadlines;
  private final Closers peers = new Closers("bailiwick-closer", PEERS_AT_ONCE);
  private final Closers listening = new Closers("bailiwick-listener", LISTENER_AT_ONCE);
  private final EndCounts ends = new EndCounts();

  private final Object lock = new Object();
  // under the lock
  private final ConnectionIndex index = new ConnectionIndex();
  private long next;
  private boolean stopped;

  /** An end that is to be told. */
  private record Ending(
      Connection connection, Optional<Refusal> how, @Nullable Peer peer, boolean announced) {}

  /**
   * @param deadlines which it closes when it is closed
   */
  LiveConnections(
      Entrance entrance, Lifetime lifetime, ConnectionListener listener, Deadlines deadlines) {
    this.clock = entrance.clock();
    this.entrance = entrance;
    this.lifetime = lifetime;
    this.listener = listener;
    this.deadlines = deadlines;
  }

  Clock clock() {
    return clock;
  }

  Lifetime lifetime() {
    return lifetime;
  }

  EndCounts ends() {
    return ends;
  }

  int deadlines() {
    return deadlines.size();
  }

  <T> T look(Function<ConnectionIndex, T> at) {
    synchronized (lock) {
      return at.apply(index);
    }
  }

  Connection register(AgentConnection admitted) {
    Connection connection;
    synchronized (lock) {
      if (stopped) {
        throw new Refused(Refusal.of(Refusal.Code.GOING_AWAY));
      }
      entrance.requireRoom(index, admitted);
      connection = new Connection(this, newId(), next++, admitted);
      long due = connection.life().due();
      try {
        index.add(connection);
        deadlines.set(connection.life(), due);
      } catch (RuntimeException | Error e) {
        // without a deadline nothing would end it, and nobody has it who could
        connection.end(null);
        index.remove(connection);
        deadlines.cancel(connection.life());
        throw e;
      }
    }
    // only now: who revokes from here on finds it, and who has revoked before is found here
    requireStanding(connection, admitted.caller());
    return connection;
  }

  void open(Connection connection, Peer peer) {
    synchronized (lock) {
      requireOpen(connection);
      if (connection.peer() != null) {
        throw new IllegalStateException("This connection is open already");
      }
      connection.open(peer, clock.instant());
      deadlines.set(connection.life(), connection.life().due());
    }
    Calls.quietly(() -> peer.life(connection.timeLeft()));
    Calls.quietly(() -> listener.opened(connection));
    boolean gone;
    synchronized (lock) {
      connection.announce();
      gone = !connection.isOpen();
    }
    if (gone) {
      tellEnd(connection, peer, connection.endedWith());
    }
  }

  void refresh(Connection connection, AgentConnection renewed) {
    Caller before;
    Peer peer;
    // before it has any effect, and once more after it
    entrance.requireStanding(renewed.caller());
    synchronized (lock) {
      requireOpen(connection);
      before = connection.caller();
      Instant now = clock.instant();
      Renewal.require(connection.admitted(), renewed, now);
      index.removeToken(before, connection);
      connection.renew(renewed, now);
      index.addToken(renewed.caller(), connection);
      peer = connection.peer();
      deadlines.set(connection.life(), connection.life().due());
    }
    requireStanding(connection, renewed.caller());
    if (peer != null) {
      Calls.quietly(() -> peer.life(connection.timeLeft()));
      Calls.quietly(() -> peer.refreshed(before));
    }
    Calls.quietly(() -> listener.refreshed(connection, before));
  }

  /**
   * Whether it was this call that ended it.
   *
   * @param how null where its peer has left, and so is not told
   */
  boolean end(Connection connection, @Nullable Refusal how) {
    return endWhere(connection, how, each -> true);
  }

  /**
   * Ends those among them that are meant, all in one step.
   *
   * @return how many
   */
  int end(ConnectionFilter among, Predicate<Connection> meant, Refusal how) {
    List<Ending> endings = new ArrayList<>();
    try {
      synchronized (lock) {
        for (Connection each : index.find(among)) {
          if (meant.test(each)) {
            endings.add(ended(each, how));
          }
        }
      }
    } finally {
      endings.forEach(this::tell);
    }
    return endings.size();
  }

  /** Has those wait for a newer token. */
  void unknown(ConnectionFilter which) {
    synchronized (lock) {
      Instant now = clock.instant();
      for (Connection each : index.find(which)) {
        each.life().unknown(now);
        deadlines.set(each.life(), each.life().due());
      }
    }
  }

  /** On the timer's thread. */
  void due(Connection connection) {
    try {
      Ending ending = null;
      Peer asked = null;
      synchronized (lock) {
        if (!connection.isOpen()) {
          return;
        }
        switch (connection.life().step(clock.instant())) {
          case END -> ending = ended(connection, AgentConnection.expiry());
          case NEVER_OPENED -> ending = ended(connection, Refusal.of(Refusal.Code.UNAVAILABLE));
          case ASK -> {
            asked = connection.peer();
            deadlines.set(connection.life(), connection.life().due());
          }
          case WAIT -> deadlines.set(connection.life(), connection.life().due());
        }
      }
      if (ending != null) {
        tell(ending);
      }
      if (asked != null) {
        Peer peer = asked;
        peers.tell(() -> peer.expiring(connection.timeLeft()));
      }
    } catch (RuntimeException | Error e) {
      // nothing would end it any more
      end(connection, Refusal.of(Refusal.Code.UNAVAILABLE));
      throw e;
    }
  }

  /** Ends all, and takes no more. */
  @Override
  public void close() {
    synchronized (lock) {
      stopped = true;
    }
    end(ConnectionFilter.all(), each -> true, Refusal.of(Refusal.Code.GOING_AWAY));
    deadlines.close();
    peers.close();
    listening.close();
  }

  private boolean endWhere(
      Connection connection, @Nullable Refusal how, Predicate<Connection> meant) {
    Ending ending;
    synchronized (lock) {
      if (!connection.isOpen() || !meant.test(connection)) {
        return false;
      }
      ending = ended(connection, how);
    }
    tell(ending);
    return true;
  }

  /** Under the lock, of one that is open. */
  private Ending ended(Connection connection, @Nullable Refusal how) {
    connection.end(how);
    index.remove(connection);
    deadlines.cancel(connection.life());
    ends.count(how);
    return new Ending(
        connection, Optional.ofNullable(how), connection.peer(), connection.isAnnounced());
  }

  private void tell(Ending ending) {
    Peer peer = ending.peer();
    if (peer != null) {
      ending.how().ifPresent(how -> peers.tell(() -> peer.close(how)));
    }
    // who hears of its end has heard of its opening
    if (ending.announced()) {
      tellEnd(ending.connection(), peer, ending.how());
    }
  }

  private void tellEnd(Connection connection, @Nullable Peer peer, Optional<Refusal> how) {
    if (peer != null) {
      peers.tell(() -> peer.ended(how));
    }
    listening.tell(() -> listener.ended(connection, how));
  }

  private static void requireOpen(Connection connection) {
    if (!connection.isOpen()) {
      throw new Refused(
          connection.endedWith().orElseGet(() -> Refusal.of(Refusal.Code.GOING_AWAY)));
    }
  }

  /** Ends it where that token does not stand, unless it has gone on with another meanwhile. */
  private void requireStanding(Connection connection, Caller caller) {
    try {
      entrance.requireStanding(caller);
    } catch (Refused e) {
      endWhere(connection, e.refusal(), each -> each.caller() == caller);
      throw e;
    } catch (RuntimeException | Error e) {
      endWhere(connection, Refusal.of(Refusal.Code.UNAVAILABLE), each -> each.caller() == caller);
      throw e;
    }
  }

  private String newId() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }
}
