package io.bailiwick.adapter.token;

/**
 * The text of a compact JWS (RFC 7515, 7.1), cut where its dots are; nothing in it is believed or
 * even base64url yet.
 *
 * @param text begins with all of it, one byte for each character
 * @param headerEnd where the first dot is
 * @param signedEnd where the second is: what is before it was signed
 * @param end where the text ends
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and the array never leaves the package
record CompactJws(byte[] text, int headerEnd, int signedEnd, int end) {

  /**
   * @param scratch holds the text, for as long as this is used
   * @throws TokenRejected where there are not three parts, the last of which alone may be empty, or
   *     a character is beyond Latin-1
   */
  static CompactJws split(String token, TokenScratch scratch) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first <= 0 || second <= first + 1 || token.indexOf('.', second + 1) >= 0) {
      throw new TokenRejected(TokenRejected.Reason.MALFORMED);
    }
    return new CompactJws(scratch.bytes(token), first, second, token.length());
  }

  byte[] header() {
    return Base64Url.decode(text, 0, headerEnd);
  }

  byte[] payload() {
    return Base64Url.decode(text, headerEnd + 1, signedEnd);
  }

  /**
   * Writes the payload to the beginning of an array that is as long as the text.
   *
   * @return how long it is
   */
  int payload(byte[] into) {
    Base64Url.decode(text, headerEnd + 1, signedEnd, into);
    return Base64Url.length(signedEnd - headerEnd - 1);
  }

  byte[] signature() {
    return Base64Url.decode(text, signedEnd + 1, end);
  }
}
