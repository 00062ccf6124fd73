package io.bailiwick.bench.verify;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * One token, and its parts for the raw check.
 *
 * @param token the compact JWS
 * @param signed the bytes that the signature is over
 * @param signature the signature's bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Sample(String token, byte[] signed, byte[] signature) {
  static Sample of(String token) {
    int second = token.lastIndexOf('.');
    return new Sample(
        token,
        token.substring(0, second).getBytes(StandardCharsets.US_ASCII),
        Base64.getUrlDecoder().decode(token.substring(second + 1)));
  }
}
