package io.bailiwick.adapter.token;

import java.nio.charset.StandardCharsets;

/**
 * The text of a compact JWS (RFC 7515, 7.1), cut where its dots are; nothing in it is believed or
 * even base64url yet.
 *
 * @param text all of it, one byte for each character
 * @param headerEnd where the first dot is
 * @param signedEnd where the second is: what is before it was signed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and the array never leaves the package
record CompactJws(byte[] text, int headerEnd, int signedEnd) {

  /**
   * @throws TokenRejected where there are not three parts, the last of which alone may be empty
   */
  static CompactJws split(String token) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first <= 0 || second <= first + 1 || token.indexOf('.', second + 1) >= 0) {
      throw new TokenRejected(TokenRejected.Reason.MALFORMED);
    }
    // whatever is beyond Latin-1 becomes a question mark, which base64url does not have; but a pair
    // of surrogates becomes only one, and then the dots are not where they were counted
    byte[] text = token.getBytes(StandardCharsets.ISO_8859_1);
    if (text.length != token.length()) {
      throw new TokenRejected(TokenRejected.Reason.MALFORMED);
    }
    return new CompactJws(text, first, second);
  }

  byte[] header() {
    return Base64Url.decode(text, 0, headerEnd);
  }

  byte[] payload() {
    return Base64Url.decode(text, headerEnd + 1, signedEnd);
  }

  byte[] signature() {
    return Base64Url.decode(text, signedEnd + 1, text.length);
  }
}
