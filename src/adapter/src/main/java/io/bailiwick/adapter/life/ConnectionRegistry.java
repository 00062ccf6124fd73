package io.bailiwick.adapter.life;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.RevocationCheck;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All connections of an agent service that are live now. It holds them to their limits, ends each
 * when its time has come, and finds those that something concerns.
 *
 * <p>A binding {@linkplain #register registers} what the gate has let in before the upgrade, so
 * that one too many is refused with an HTTP status; {@linkplain Connection#open opens} it when the
 * socket is there; and says so when the {@linkplain Connection#left peer has left}. What is
 * registered and never opened is let go after fifteen seconds.
 *
 * <p>With {@link Revocations}, what is revoked is refused when it is registered and when it
 * refreshes, and ended where it is live: no connection slips through in between, since it is in the
 * registry before it is looked for among the revoked.
 *
 * <p>Nothing is allowed on a connection from the moment that it ends; its peer is told on threads
 * of the registry's own, of which there are a few at most. One thread more is the timer of all.
 * Thread-safe.
 */
public final class ConnectionRegistry implements AutoCloseable {
  private static final int ID_BYTES = 16;

  /** The longest page of a list. */
  public static final int MAX_PAGE = 1000;

  private final Clock clock;
  private final Entrance entrance;
  private final Lifetime lifetime;
  private final Optional<Revocations> revocations;
  private final ConnectionListener listener;
  private final Revoker revoker = new Revoker(this);
  private final SecureRandom random = new SecureRandom();
  private final Deadlines deadlines;
  private final Closers closers = new Closers();

  private final Object lock = new Object();
  // under the lock
  private final ConnectionIndex index = new ConnectionIndex();
  private long next;
  private boolean stopped;

  private final EndCounts ends = new EndCounts();

  private ConnectionRegistry(Builder settings) {
    this.clock = settings.clock == null ? Clock.systemUTC() : settings.clock;
    this.lifetime = settings.lifetime == null ? Lifetime.standard() : settings.lifetime;
    this.revocations = Optional.ofNullable(settings.revocations);
    this.entrance =
        new Entrance(
            clock,
            settings.limits == null ? ConnectionLimits.standard() : settings.limits,
            settings.revocations == null ? RevocationCheck.NONE : settings.revocations);
    this.listener = settings.listener == null ? ConnectionListener.NONE : settings.listener;
    this.deadlines = new Deadlines(clock);
    revocations.ifPresent(all -> all.listen(revoker));
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * Takes in what the gate has let in, within the limits. It counts from now on and can be ended,
   * but is in no list until it is opened.
   *
   * @throws Refused as rate limited where there are too many; as expired or revoked where it is by
   *     now; as going away where the registry is closed
   */
  public Connection register(AgentConnection admitted) {
    Connection connection;
    synchronized (lock) {
      if (stopped) {
        throw new Refused(Refusal.of(Refusal.Code.GOING_AWAY));
      }
      entrance.requireRoom(index, admitted);
      connection = new Connection(this, newId(), next++, admitted);
      index.add(connection);
      deadlines.set(connection.life(), connection.life().due());
    }
    // only now: who revokes from here on finds it, and who has revoked before is found here
    requireStanding(connection);
    return connection;
  }

  /** An open connection by its id. */
  public Optional<Connection> find(String id) {
    synchronized (lock) {
      return index.find(id).filter(each -> each.life().isOpened());
    }
  }

  /**
   * The open connections that match, the eldest first.
   *
   * @param from where the page starts: 0, or what the page before said
   * @param most how many, {@value #MAX_PAGE} at most
   */
  public ConnectionPage list(ConnectionFilter filter, long from, int most) {
    if (most <= 0 || most > MAX_PAGE) {
      throw new IllegalArgumentException("A page has from one to " + MAX_PAGE + " connections");
    }
    List<Connection> found;
    synchronized (lock) {
      found = index.opened(filter, from, most + 1);
    }
    boolean more = found.size() > most;
    return new ConnectionPage(
        more ? found.subList(0, most) : found,
        more ? OptionalLong.of(found.get(most).sequence()) : OptionalLong.empty());
  }

  /** How many there are, those that are being opened included. */
  public int size() {
    synchronized (lock) {
      return index.size();
    }
  }

  /**
   * Ends all that match. That alone keeps nobody from coming back with the same token: {@link
   * Revocations#revoke} does, and ends them as well.
   *
   * @return how many
   */
  public int close(ConnectionFilter filter, Refusal how) {
    List<Connection> found;
    synchronized (lock) {
      found = index.find(filter);
    }
    return (int) found.stream().filter(each -> end(each, how, true)).count();
  }

  /** Ends all, as going away, waits a few seconds for their peers to be told, and takes no more. */
  @Override
  public void close() {
    revocations.ifPresent(all -> all.unlisten(revoker));
    synchronized (lock) {
      stopped = true;
    }
    close(ConnectionFilter.all(), Refusal.of(Refusal.Code.GOING_AWAY));
    deadlines.close();
    closers.close();
  }

  /** The one that it goes by. */
  public Clock clock() {
    return clock;
  }

  Lifetime lifetime() {
    return lifetime;
  }

  EndCounts ends() {
    return ends;
  }

  /** Whether nothing at all is kept, in whatever index. */
  boolean isEmpty() {
    synchronized (lock) {
      return index.isEmpty();
    }
  }

  int deadlines() {
    return deadlines.size();
  }

  /** Ends those among them whose token it covers. */
  void end(ConnectionFilter among, Predicate<Caller> covered, Refusal how) {
    List<Connection> found;
    synchronized (lock) {
      found = index.find(among).stream().filter(each -> covered.test(each.caller())).toList();
    }
    found.forEach(each -> end(each, how, true));
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
      tellEnd(connection);
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
    requireStanding(connection);
    if (peer != null) {
      Calls.quietly(() -> peer.life(connection.timeLeft()));
      Calls.quietly(() -> peer.refreshed(before));
    }
    Calls.quietly(() -> listener.refreshed(connection, before));
  }

  /** Whether it was this call that ended it. */
  boolean end(Connection connection, @Nullable Refusal how, boolean tell) {
    Peer peer;
    boolean announced;
    synchronized (lock) {
      if (!connection.isOpen()) {
        return false;
      }
      connection.end(how);
      index.remove(connection);
      deadlines.cancel(connection.life());
      peer = connection.peer();
      announced = connection.isAnnounced();
    }
    ends.count(how);
    if (tell && how != null && peer != null) {
      closers.tell(() -> peer.close(how));
    }
    // who hears of its end has heard of its opening
    if (announced) {
      tellEnd(connection);
    }
    return true;
  }

  private void tellEnd(Connection connection) {
    Peer peer = connection.peer();
    closers.tell(
        () -> {
          if (peer != null) {
            Calls.quietly(() -> peer.ended(connection.endedWith()));
          }
          listener.ended(connection, connection.endedWith());
        });
  }

  /** On the timer's thread. */
  void due(Connection connection) {
    Life.Step step;
    Peer peer;
    try {
      synchronized (lock) {
        if (!connection.isOpen()) {
          return;
        }
        step = connection.life().step(clock.instant());
        peer = connection.peer();
        deadlines.set(connection.life(), connection.life().due());
      }
    } catch (RuntimeException e) {
      // nothing would end it any more
      end(connection, Refusal.of(Refusal.Code.UNAVAILABLE), true);
      throw e;
    }
    switch (step) {
      case END -> end(connection, AgentConnection.expiry(), true);
      case NEVER_OPENED -> end(connection, Refusal.of(Refusal.Code.UNAVAILABLE), true);
      case ASK -> {
        if (peer != null) {
          closers.tell(() -> peer.expiring(connection.timeLeft()));
        }
      }
      case WAIT -> {}
    }
  }

  private static void requireOpen(Connection connection) {
    if (!connection.isOpen()) {
      throw new Refused(
          connection.endedWith().orElseGet(() -> Refusal.of(Refusal.Code.GOING_AWAY)));
    }
  }

  private void requireStanding(Connection connection) {
    try {
      entrance.requireStanding(connection.caller());
    } catch (Refused e) {
      end(connection, e.refusal(), true);
      throw e;
    }
  }

  private String newId() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }

  /** Setting a thing twice is an error. Not thread-safe. */
  public static final class Builder {
    private @Nullable Clock clock;
    private @Nullable ConnectionLimits limits;
    private @Nullable Lifetime lifetime;
    private @Nullable Revocations revocations;
    private @Nullable ConnectionListener listener;

    private Builder() {}

    /** The one that the verifier goes by; the system's where none is set. */
    public Builder clock(Clock source) {
      once(this.clock, "The clock");
      this.clock = source;
      return this;
    }

    /** {@link ConnectionLimits#standard()} where none are set. */
    public Builder limits(ConnectionLimits most) {
      once(this.limits, "The limits");
      this.limits = most;
      return this;
    }

    /** {@link Lifetime#standard()} where none is set. */
    public Builder lifetime(Lifetime rules) {
      once(this.lifetime, "The lifetime");
      this.lifetime = rules;
      return this;
    }

    /** The same as the verifier's. Where none is set, a connection ends by its token's expiry. */
    public Builder revocations(Revocations revoked) {
      once(this.revocations, "What is revoked");
      this.revocations = revoked;
      return this;
    }

    /** Hears of every connection; nobody does where none is set. */
    public Builder listener(ConnectionListener hears) {
      once(this.listener, "The listener");
      this.listener = hears;
      return this;
    }

    public ConnectionRegistry build() {
      return new ConnectionRegistry(this);
    }

    private static void once(@Nullable Object value, String what) {
      if (value != null) {
        throw new IllegalStateException(what + " is set twice");
      }
    }
  }
}
