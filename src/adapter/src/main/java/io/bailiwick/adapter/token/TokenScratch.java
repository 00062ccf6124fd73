package io.bailiwick.adapter.token;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What one verification writes on, so that the next need not allocate it: the token's characters,
 * its bytes and its payload. {@link #wipe} it when it is done. Not thread-safe.
 */
final class TokenScratch {
  private static final int ROOM = 4096;
  private static final char[] NO_CHARACTERS = new char[ROOM];
  private static final byte[] NO_BYTES = new byte[ROOM];
  private static final int MOST_KEPT = 16 * 1024;

  private final CharsetEncoder encoder = StandardCharsets.ISO_8859_1.newEncoder();
  private final PlainJson json = new PlainJson();
  private CharBuffer characters = CharBuffer.allocate(ROOM);
  private ByteBuffer bytes = ByteBuffer.allocate(ROOM);
  private byte[] payload = new byte[ROOM];
  private int length;

  /**
   * One byte for each of the token's characters; they stay until it is wiped.
   *
   * @throws TokenRejected where a character is beyond Latin-1
   */
  byte[] bytes(String token) {
    length = token.length();
    if (length > characters.capacity()) {
      characters = CharBuffer.allocate(length);
      bytes = ByteBuffer.allocate(length);
      payload = new byte[length + PlainJson.ROOM];
    }
    token.getChars(0, length, characters.array(), 0);
    characters.position(0).limit(length);
    bytes.clear();
    if (encoder.reset().encode(characters, bytes, true).isError()) {
      throw StrictJson.malformed();
    }
    return bytes.array();
  }

  /**
   * The payload, opened.
   *
   * @throws TokenRejected where it is not base64url
   */
  PlainJson payload(CompactJws jws) throws PlainJson.NotPlain {
    json.open(payload, jws.payload(payload));
    return json;
  }

  /** Whether it is worth keeping. */
  boolean isSmall() {
    return characters.capacity() <= MOST_KEPT;
  }

  /** Nothing of the token stays. */
  void wipe() {
    json.close();
    // copied, which is many times quicker than Arrays.fill
    for (int from = 0; from < length; from += ROOM) {
      int part = Math.min(ROOM, length - from);
      System.arraycopy(NO_CHARACTERS, 0, characters.array(), from, part);
      System.arraycopy(NO_BYTES, 0, bytes.array(), from, part);
      System.arraycopy(NO_BYTES, 0, payload, from, part);
    }
    length = 0;
  }
}
