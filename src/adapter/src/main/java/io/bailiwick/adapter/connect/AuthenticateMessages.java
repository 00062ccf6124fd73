package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.token.Caller;
import java.time.Duration;
import java.util.Optional;

/**
 * What the two ends of a socket say of authenticating, in messages among the application's own.
 * Implementations are thread-safe.
 */
public interface AuthenticateMessages {
  /** Whether a message is meant to authenticate, whether or not it can be read. */
  boolean isAuthenticate(String message);

  /**
   * The token or ticket in it.
   *
   * @return empty where there is none that can be used
   */
  Optional<String> credential(String message);

  /** Who is connected from now on, or still. */
  String authenticated(Caller caller);

  /** Why it is not, or no longer. */
  String refused(Refusal how);

  /** Nothing is done before the socket is authenticated. */
  String required();

  /** A newer token is wanted within that time. */
  String expiring(Duration left);
}
