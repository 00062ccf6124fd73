package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.AuthenticateMessages;
import io.bailiwick.adapter.token.Caller;
import java.time.Duration;
import java.util.Optional;

/**
 * The life of one connection in the words of clients that authenticate in messages: on every socket
 * of theirs, whatever subprotocol.
 */
record SpokenLife(AuthenticateMessages words, Caller caller) implements LifeMessages {
  @Override
  public String subprotocol() {
    return "";
  }

  @Override
  public Optional<Renewal> renewal(String message) {
    if (!words.isAuthenticate(message)) {
      return Optional.empty();
    }
    String token =
        words
            .credential(message)
            .orElseThrow(() -> new IllegalArgumentException("It brings no token"));
    return Optional.of(new Renewal(token, Optional.empty()));
  }

  /** Who is connected: the same person for as long as it lives. */
  @Override
  public String life(Duration left) {
    return words.authenticated(caller);
  }

  @Override
  public String expiring(Duration left) {
    return words.expiring(left);
  }
}
