package io.bailiwick.adapter.hook;

import io.bailiwick.adapter.connect.ConnectionParams;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a service does when connections come and go, in this order: {@link #readParams}, {@link
 * #beforeConnect}, {@link #createState}, {@link #shouldBeReadonly}; then the connection is there
 * for all to see; {@link #onConnect}; at its end {@link #onDisconnect}. The first that fails ends
 * it, and none after it is called. Implementations are thread-safe.
 *
 * <p>Whoever throws {@link Refused} refuses in those very words. Any other exception is masked as
 * {@code internal_error} and logged under an id. Each hook has five seconds, or what the {@link
 * HookLimits} say: one that takes longer is interrupted, the connection is refused as {@code
 * unavailable}, and what it comes to after all is thrown away. So a hook changes nothing that would
 * have to be taken back, and gives heed to interrupts.
 *
 * @param <P> what a client says of the connection that it asks for. Nothing in it is verified
 * @param <S> what the service keeps of a connection: an immutable value, such as a record
 */
public interface ConnectionHooks<P, S> {

  /** None, of connections without state. */
  static ConnectionHooks<NoState, NoState> none() {
    return NoHooks.INSTANCE;
  }

  /**
   * Reads what the client has sent. Whatever it throws, if not {@link Refused}, and null, refuse as
   * {@code invalid_request}: nothing else has been done by then.
   */
  P readParams(ConnectionParams raw) throws Exception;

  /** May refuse. */
  default void beforeConnect(ConnectContext context, P params) throws Exception {}

  /**
   * What is kept of the connection for as long as it lives. Null refuses, as an error of the
   * service.
   */
  S createState(ConnectContext context, P params) throws Exception;

  /**
   * Whether it starts out read-only, decided before its first message. Null and a throw: it does.
   */
  default @Nullable Boolean shouldBeReadonly(ConnectContext context, S state) throws Exception {
    return false;
  }

  /**
   * It is there, and its client has been told so; its first message waits for this. A throw ends
   * it.
   */
  default void onConnect(LiveConnection<S> connection) throws Exception {}

  /**
   * It has ended. Exactly once for each that was there, after its {@link #onConnect}, also where
   * that failed. There is nobody to refuse any more: what this throws is logged.
   *
   * @param how what it was ended with; empty where its client has left
   */
  default void onDisconnect(LiveConnection<S> connection, Optional<Refusal> how) throws Exception {}

  /**
   * May refuse one that comes back with a fresh credential and the state that was stored of it, in
   * place of {@link #beforeConnect} and {@link #createState}. Refuses unless it is overridden: what
   * was right when the state was made need not be so now.
   */
  default void beforeRestore(ConnectContext context, S state) throws Exception {
    throw new Refused(Refusal.of(Refusal.Code.FORBIDDEN));
  }
}
