package io.bailiwick.adapter.life;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.token.RevocationCheck;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
 * <p>Nothing is allowed on a connection from the moment that it ends. Its peer is told after that,
 * on threads of the registry's own: 32 at once, and for each peer that hangs another for a while,
 * so that it holds up the others for a moment only. The listener has threads apart from those, and
 * one more is the timer of all; none is there while there is nothing to do. Thread-safe.
 */
public final class ConnectionRegistry implements AutoCloseable {
  /** The longest page of a list. */
  public static final int MAX_PAGE = 1000;

  private final LiveConnections live;
  private final Optional<Revocations> revocations;
  private final Revoker revoker;

  private ConnectionRegistry(Builder settings) {
    Clock clock = settings.clock == null ? Clock.systemUTC() : settings.clock;
    this.revocations = Optional.ofNullable(settings.revocations);
    this.live =
        new LiveConnections(
            new Entrance(
                clock,
                settings.limits == null ? ConnectionLimits.standard() : settings.limits,
                settings.revocations == null
                    ? RevocationCheck.NONE
                    : settings.revocations::checkRemembered),
            settings.lifetime == null ? Lifetime.standard() : settings.lifetime,
            settings.listener == null ? ConnectionListener.NONE : settings.listener,
            new Deadlines(clock));
    this.revoker = new Revoker(live);
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
    return live.register(admitted);
  }

  /** An open connection by its id. */
  public Optional<Connection> find(String id) {
    return live.look(index -> index.find(id).filter(each -> each.life().isOpened()));
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
    List<Connection> found = live.look(index -> index.opened(filter, from, most + 1));
    boolean more = found.size() > most;
    return new ConnectionPage(
        more ? found.subList(0, most) : found,
        more ? OptionalLong.of(found.get(most).sequence()) : OptionalLong.empty());
  }

  /** How many there are, those that are being opened included. */
  public int size() {
    return live.look(ConnectionIndex::size);
  }

  /**
   * Ends all that match, in one step. That alone keeps nobody from coming back with the same token:
   * {@link Revocations#revoke} does, and ends them as well.
   *
   * @return how many
   */
  public int close(ConnectionFilter filter, Refusal how) {
    return live.end(filter, each -> true, how);
  }

  /** Ends all, as going away, waits a few seconds for their peers to be told, and takes no more. */
  @Override
  public void close() {
    revocations.ifPresent(all -> all.unlisten(revoker));
    live.close();
  }

  /** The one that it goes by. */
  public Clock clock() {
    return live.clock();
  }

  EndCounts ends() {
    return live.ends();
  }

  /** Whether nothing at all is kept, in whatever index. */
  boolean isEmpty() {
    return live.look(ConnectionIndex::isEmpty);
  }

  int deadlines() {
    return live.deadlines();
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
