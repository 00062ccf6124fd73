package io.bailiwick.adapter.hook;

import io.bailiwick.adapter.connect.ConnectionParams;
import io.bailiwick.adapter.connect.Decision;
import io.bailiwick.adapter.connect.DecisionListener;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.life.Connection;
import io.bailiwick.adapter.token.Caller;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a service's {@link ConnectionHooks}, each for its time and so many at once. A binding
 * registers what the gate has let in, has it {@linkplain #prepare prepared} before the upgrade, so
 * that a hook refuses with an HTTP status, and {@linkplain LiveConnection#open opens} it when the
 * socket is there. Thread-safe.
 *
 * <p>Whoever made it closes it, after the registry: every connection is told of its end first.
 *
 * @param <S> the state that is kept of each connection
 */
public final class HookRunner<S> implements AutoCloseable {
  /** As the gate calls the same decision; a pattern, and no path as sent. */
  private static final String ROUTE = "/agents/{agents}/{key...}";

  private final ConnectionHooks<?, S> hooks;
  private final HookThreads threads;
  private final DecisionListener listener;

  /** For the bound of each caller. */
  private record Who(String issuer, String subject) {
    static Who of(Caller caller) {
      return new Who(caller.issuer(), caller.subject());
    }
  }

  private HookRunner(ConnectionHooks<?, S> hooks, HookLimits limits, DecisionListener listener) {
    this.hooks = hooks;
    this.threads = new HookThreads(limits);
    this.listener = listener;
  }

  /** For connections without hooks and without state: runs nothing anywhere. */
  public static HookRunner<NoState> none() {
    return of(ConnectionHooks.none());
  }

  /** Within {@link HookLimits#standard()}. */
  public static <S> HookRunner<S> of(ConnectionHooks<?, S> hooks) {
    return of(hooks, HookLimits.standard());
  }

  public static <S> HookRunner<S> of(ConnectionHooks<?, S> hooks, HookLimits limits) {
    return of(hooks, limits, DecisionListener.NONE);
  }

  /**
   * @param listener hears what is refused here, as {@code HOOK}: the gate has admitted it before,
   *     and told that
   */
  public static <S> HookRunner<S> of(
      ConnectionHooks<?, S> hooks, HookLimits limits, DecisionListener listener) {
    return new HookRunner<>(hooks, limits, listener);
  }

  /**
   * Runs what comes before a connection is there. It waits for the hooks, each for its time at
   * most.
   *
   * @param registered as the registry has taken it in; where this throws, it has ended
   * @param params as the gate has read them, without the credential
   * @throws Refused where a hook refuses, fails or takes too long, and where the connection has
   *     ended meanwhile
   */
  public LiveConnection<S> prepare(
      Connection registered, RequestFacts request, ConnectionParams params) {
    return orEnded(registered, () -> prepared(hooks, registered, request, params));
  }

  /**
   * The same for one that comes back: it has been opened and registered afresh, with a credential
   * of its own, and takes its state from what was stored.
   *
   * @param oldest what was stored before then is taken for expired
   * @param reader of the state's text; what it throws, and null, refuse as {@code invalid_request}
   * @throws Refused where it is another's, or to another agent; as expired where it is too old, or
   *     the credential is older than the one before; where {@link ConnectionHooks#beforeRestore}
   *     refuses
   */
  public LiveConnection<S> restore(
      Connection registered,
      RequestFacts request,
      ConnectionSnapshot snapshot,
      Instant oldest,
      Function<String, S> reader) {
    return orEnded(
        registered,
        () -> {
          snapshot.requireSame(registered, oldest);
          ConnectContext context = context(registered, request);
          S state =
              call(
                  context.caller(),
                  () -> {
                    S stored = read(() -> reader.apply(snapshot.state()));
                    hooks.beforeRestore(context, stored);
                    return stored;
                  });
          return live(registered, context, state, snapshot.readonly());
        });
  }

  @Override
  public void close() {
    threads.close();
  }

  /**
   * @throws Refused where the hook refuses, fails or takes too long
   */
  void connected(LiveConnection<S> connection) {
    try {
      call(
          connection.caller(),
          () -> {
            hooks.onConnect(connection);
            return true;
          });
    } catch (Refused e) {
      tell(connection.caller(), e.refusal());
      throw e;
    }
  }

  void disconnected(LiveConnection<S> connection, Optional<Refusal> how) {
    if (isNone()) {
      return;
    }
    threads.atEnd(
        () -> {
          hooks.onDisconnect(connection, how);
          return true;
        });
  }

  HookThreads threads() {
    return threads;
  }

  private LiveConnection<S> orEnded(Connection registered, Callable<LiveConnection<S>> steps) {
    try {
      threads.requireRoom();
      return steps.call();
    } catch (Exception e) {
      Refused refused = e instanceof Refused own ? own : new Refused(Refusal.meaningOf(e));
      registered.close(refused.refusal());
      tell(registered.caller(), refused.refusal());
      throw refused;
    }
  }

  private void tell(Caller caller, Refusal refusal) {
    try {
      listener.decided(
          new Decision(
              "HOOK",
              Optional.of(ROUTE),
              Optional.of(caller.subject()),
              caller.identity().clientId(),
              Optional.of(refusal.code()),
              Optional.empty(),
              refusal.incident()));
    } catch (RuntimeException e) {
      // which logs it
      Refusal.meaningOf(e);
    }
  }

  private <P> LiveConnection<S> prepared(
      ConnectionHooks<P, S> typed,
      Connection registered,
      RequestFacts request,
      ConnectionParams params) {
    ConnectContext context = context(registered, request);
    P read =
        call(
            context.caller(),
            () -> {
              P mine = read(() -> typed.readParams(params));
              typed.beforeConnect(context, mine);
              return mine;
            });
    S state = call(context.caller(), () -> requireState(typed.createState(context, read)));
    return live(registered, context, state, false);
  }

  private LiveConnection<S> live(
      Connection registered, ConnectContext context, S state, boolean stays) {
    boolean readonly = stays || call(context.caller(), () -> isReadonly(context, state));
    registered.requireLive();
    return new LiveConnection<>(this, registered, context.request(), state, readonly);
  }

  private boolean isReadonly(ConnectContext context, S state) {
    try {
      return !Boolean.FALSE.equals(hooks.shouldBeReadonly(context, state));
    } catch (Exception e) {
      // which logs it
      Refusal.meaningOf(e);
      return true;
    }
  }

  private <T> T call(Caller caller, Callable<T> hook) {
    if (!isNone()) {
      return threads.call(Who.of(caller), hook);
    }
    try {
      return hook.call();
    } catch (Exception e) {
      throw new Refused(Refusal.meaningOf(e));
    }
  }

  private boolean isNone() {
    return hooks == NoHooks.INSTANCE;
  }

  private static ConnectContext context(Connection registered, RequestFacts request) {
    return new ConnectContext(registered.agent(), registered.caller(), request);
  }

  private static <T> T read(Callable<@Nullable T> reader) throws Exception {
    T read;
    try {
      read = reader.call();
    } catch (Refused | InterruptedException e) {
      throw e;
    } catch (Exception e) {
      // not as the cause: it may quote what it could not read
      throw new Refused(Refusal.of(Refusal.Code.INVALID_REQUEST));
    }
    if (read == null) {
      throw new Refused(Refusal.of(Refusal.Code.INVALID_REQUEST));
    }
    return read;
  }

  /** The service's own fault, and told so: masked, and logged under an id. */
  private static <S> S requireState(@Nullable S state) {
    if (state == null) {
      throw new IllegalStateException("createState came to null");
    }
    return state;
  }
}
