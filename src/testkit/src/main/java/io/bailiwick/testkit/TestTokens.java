package io.bailiwick.testkit;

import java.nio.charset.StandardCharsets;

/** Tokens from raw JSON, for what no builder would write. */
public final class TestTokens {
  private TestTokens() {}

  /** A compact JWS over exactly these texts, well-formed or not. */
  public static String sign(TestKey key, String headerJson, String payloadJson) {
    return sign(
        key,
        headerJson.getBytes(StandardCharsets.UTF_8),
        payloadJson.getBytes(StandardCharsets.UTF_8));
  }

  /** A compact JWS over exactly these bytes, UTF-8 or not. */
  public static String sign(TestKey key, byte[] header, byte[] payload) {
    return signParts(key, TestKey.url(header), TestKey.url(payload));
  }

  /** A compact JWS over exactly these two parts, base64url or not. */
  public static String signParts(TestKey key, String header, String payload) {
    String text = header + "." + payload;
    return text + "." + TestKey.url(key.sign(text));
  }

  static String part(String json) {
    return TestKey.url(json.getBytes(StandardCharsets.UTF_8));
  }
}
