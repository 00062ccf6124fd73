package io.bailiwick.jakarta;

import java.time.Duration;
import java.util.Optional;

/**
 * What the two ends of a socket say of its life on the wire, as texts among the application's own.
 * Only on sockets whose client has asked for it by offering {@link #subprotocol()}, so that no
 * other client finds a message that it does not know. Implementations are thread-safe.
 */
public interface LifeMessages {

  /** The standard messages, in JSON. */
  static LifeMessages standard() {
    return new JsonLifeMessages();
  }

  /**
   * A newer token, as a client sends it.
   *
   * @param proof a DPoP proof for the method and path that the socket was opened with, where the
   *     token is bound to a key (RFC 9449)
   */
  record Renewal(String token, Optional<String> proof) {
    /** Nothing of the token or the proof. */
    @Override
    public String toString() {
      return "Renewal[" + (proof.isPresent() ? "with a proof" : "bearer") + "]";
    }
  }

  /** What a client offers as a WebSocket subprotocol to be told, and is answered; no secret. */
  String subprotocol();

  /**
   * The newer token in a message.
   *
   * @return empty where the message is the application's
   * @throws IllegalArgumentException where it is meant to be one, and can't be read
   */
  Optional<Renewal> renewal(String message);

  /** How long the connection lives: said when it opens, and as the answer to a newer token. */
  String life(Duration left);

  /** A newer token is wanted within that time. */
  String expiring(Duration left);
}
