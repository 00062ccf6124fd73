package io.bailiwick.adapter.connect;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a socket is told at its end: a message first, where clients of its kind wait for one, then
 * the close frame. Immutable; holds nothing of a token.
 *
 * @param text the message, where it is text
 * @param binary the message, where it is binary
 */
public record Parting(Optional<String> text, Optional<ByteBuffer> binary, CloseCodes.Close close) {
  /** The close frame alone. */
  static Parting silent(CloseCodes.Close close) {
    return new Parting(Optional.empty(), Optional.empty(), close);
  }

  static Parting saying(String text, CloseCodes.Close close) {
    return new Parting(Optional.of(text), Optional.empty(), close);
  }

  static Parting sending(byte[] message, CloseCodes.Close close) {
    return new Parting(
        Optional.empty(), Optional.of(ByteBuffer.wrap(message).asReadOnlyBuffer()), close);
  }
}
