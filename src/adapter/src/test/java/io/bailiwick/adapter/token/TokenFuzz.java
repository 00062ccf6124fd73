package io.bailiwick.adapter.token;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Any bytes as a token, and, where they hold a line break, as a header and a payload that the right
 * key signs. Nothing but {@link TokenRejected} may come of it, and what is accepted, others accept.
 */
public final class TokenFuzz {
  private static final Peers PEERS = Peers.withSecret();

  private TokenFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    PEERS.check(new String(input, StandardCharsets.ISO_8859_1));
    for (int i = 0; i < input.length; i++) {
      if (input[i] == '\n') {
        PEERS.check(
            PEERS.sign(
                Arrays.copyOfRange(input, 0, i), Arrays.copyOfRange(input, i + 1, input.length)));
        return;
      }
    }
  }
}
