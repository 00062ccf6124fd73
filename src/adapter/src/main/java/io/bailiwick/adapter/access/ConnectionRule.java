package io.bailiwick.adapter.access;

import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.hook.LiveConnection;
import io.bailiwick.scope.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Whether a connection may do one thing. Asked often, by several threads at once: implementations
 * are quick and wait for nothing. Null and a throw deny; one that throws {@link Refused} denies in
 * those words.
 *
 * @param <S> the state of the connections that it is asked about
 */
@FunctionalInterface
public interface ConnectionRule<S> {
  @Nullable Boolean allows(LiveConnection<? extends S> connection) throws Exception;

  /**
   * Whoever may do that on the very agent instance that the connection leads to; others are told
   * which scope is missing.
   */
  static <S> ConnectionRule<S> action(String action) {
    return connection -> {
      connection.connection().require(action);
      return true;
    };
  }

  /** Whoever has that scope, within the token's binding; others are told which is missing. */
  static <S> ConnectionRule<S> scope(Scope required) {
    return connection -> {
      connection.connection().require(required);
      return true;
    };
  }

  /** Whoever has that role, or a higher one. */
  static <S> ConnectionRule<S> role(Roles roles, String role) {
    return connection -> {
      roles.require(connection.caller(), connection.agent(), role);
      return true;
    };
  }

  /** Whoever has a connection to the agent: the gate has asked for the right to that. */
  static <S> ConnectionRule<S> connected() {
    return connection -> true;
  }

  /** This one, and that one. */
  default ConnectionRule<S> and(ConnectionRule<? super S> other) {
    return connection ->
        Boolean.TRUE.equals(allows(connection)) && Boolean.TRUE.equals(other.allows(connection));
  }

  /** This one, or that one, which is asked where this one denies, however it does. */
  default ConnectionRule<S> or(ConnectionRule<? super S> other) {
    return connection -> {
      try {
        if (Boolean.TRUE.equals(allows(connection))) {
          return true;
        }
      } catch (Refused e) {
        // in whose words it is denied, if it is, the other says
      }
      return other.allows(connection);
    };
  }
}
