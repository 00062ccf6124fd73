package io.bailiwick.adapter.hook;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.life.Connection;
import io.bailiwick.adapter.life.Peer;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.AgentPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection with what the service keeps of it: who has it and to where ({@link #connection()}),
 * the request that opened it, its state, and whether it is read-only. Made by a {@link HookRunner}
 * only. Thread-safe. Equal to itself only.
 *
 * @param <S> the state
 */
public final class LiveConnection<S> {
  private final HookRunner<S> hooks;
  private final Connection connection;
  private final RequestFacts request;
  private final S state;
  private volatile boolean readonly;

  private final Object lock = new Object();
  // under the lock
  private final List<ConnectionWatch> watches = new ArrayList<>();
  private boolean connected;
  private @Nullable Optional<Refusal> ended;

  LiveConnection(
      HookRunner<S> hooks, Connection connection, RequestFacts request, S state, boolean readonly) {
    this.hooks = hooks;
    this.connection = connection;
    this.request = request;
    this.state = state;
    this.readonly = readonly;
  }

  /** What lives: asked for each action, it says what is allowed now. */
  public Connection connection() {
    return connection;
  }

  /** The same as its {@link #connection()}'s. */
  public String id() {
    return connection.id();
  }

  /** The agent instance that it leads to. */
  public AgentPath agent() {
    return connection.agent();
  }

  /** That instance's key, element by element. */
  public List<String> key() {
    return connection.agent().key();
  }

  /** Who has it, by the token that it has now. */
  public Caller caller() {
    return connection.caller();
  }

  /** The request that opened it. */
  public RequestFacts request() {
    return request;
  }

  /** What {@link ConnectionHooks#createState} made; always the same. */
  public S state() {
    return state;
  }

  /** Whether nothing may be changed through it; see {@link #setReadonly}. */
  public boolean isReadonly() {
    return readonly;
  }

  /** Makes it read-only, or lets it change things again; its watches hear of a change. */
  public void setReadonly(boolean only) {
    List<ConnectionWatch> told;
    synchronized (lock) {
      if (readonly == only) {
        return;
      }
      readonly = only;
      told = List.copyOf(watches);
    }
    tell(told, watch -> watch.readonlyChanged(only));
  }

  /** Tells that one, too, of what becomes of it. */
  public void watch(ConnectionWatch watch) {
    Optional<Refusal> how;
    synchronized (lock) {
      how = ended;
      if (how == null) {
        watches.add(watch);
        return;
      }
    }
    tell(List.of(watch), each -> each.ended(how));
  }

  /**
   * Opens it towards its peer: from now on it is there for all to see, and {@link
   * ConnectionHooks#onConnect} is called. Waits for that. To be called once, before the application
   * gets anything of it.
   *
   * @return whether the application may go on; where not, it has ended, and its peer has been told
   *     or is being told
   */
  public boolean open(Peer peer) {
    try {
      connection.open(new Watched(peer));
    } catch (Refused e) {
      // it has ended since it was admitted, and nobody else tells its peer
      peer.close(e.refusal());
      return false;
    }
    try {
      hooks.connected(this);
    } catch (Refused e) {
      connection.close(e.refusal());
    } finally {
      Optional<Refusal> how;
      synchronized (lock) {
        connected = true;
        how = ended;
      }
      if (how != null) {
        hooks.disconnected(this, how);
      }
    }
    return connection.isOpen();
  }

  /** Its peer has gone, or never came. Nothing where it has ended. */
  public void left() {
    connection.left();
  }

  /** Neither whose it is nor anything of its state. */
  @Override
  public String toString() {
    return "Live" + connection;
  }

  private void end(Optional<Refusal> how) {
    List<ConnectionWatch> told;
    boolean now;
    synchronized (lock) {
      ended = how;
      told = List.copyOf(watches);
      watches.clear();
      now = connected;
    }
    tell(told, watch -> watch.ended(how));
    // else whoever connects it tells, when onConnect is over
    if (now) {
      hooks.disconnected(this, how);
    }
  }

  private static void tell(List<ConnectionWatch> watches, Consumer<ConnectionWatch> what) {
    for (ConnectionWatch each : watches) {
      try {
        what.accept(each);
      } catch (RuntimeException e) {
        // which logs it
        Refusal.meaningOf(e);
      }
    }
  }

  /** The peer, as the registry calls it. */
  private final class Watched implements Peer {
    private final Peer peer;

    Watched(Peer peer) {
      this.peer = peer;
    }

    @Override
    public void close(Refusal how) {
      peer.close(how);
    }

    @Override
    public void life(Duration left) {
      peer.life(left);
    }

    @Override
    public void expiring(Duration left) {
      peer.expiring(left);
    }

    @Override
    public void refreshed(Caller before) {
      List<ConnectionWatch> told;
      synchronized (lock) {
        told = List.copyOf(watches);
      }
      tell(told, watch -> watch.refreshed(before));
      peer.refreshed(before);
    }

    @Override
    public void ended(Optional<Refusal> how) {
      end(how);
      peer.ended(how);
    }
  }
}
