package io.bailiwick.testkit;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * One DPoP proof (RFC 9449, 4.2) in the making: as a client makes it, and as bad as it is then told
 * to be. Immutable: each step makes a new one. Two that come from one {@link #by} have one {@code
 * jti}, and so the second is a replay.
 */
public final class TestProof {
  private final TestKey key;
  private final Map<String, Object> header;
  private final Map<String, Object> claims;

  private TestProof(TestKey key, Map<String, Object> header, Map<String, Object> claims) {
    this.key = key;
    this.header = Collections.unmodifiableMap(new LinkedHashMap<>(header));
    this.claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
  }

  /** A proof made now, with a fresh {@code jti}; for no request yet. */
  public static TestProof by(TestKey key, Clock clock) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("typ", "dpop+jwt");
    header.put("alg", key.algorithm());
    header.put("jwk", key.publicJwk());
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("iat", clock.instant().getEpochSecond());
    return new TestProof(key, header, claims);
  }

  /**
   * @param url without query and fragment, as RFC 9449 has it
   */
  public TestProof request(String method, String url) {
    return claim("htm", method).claim("htu", url);
  }

  /** For this access token: its hash as {@code ath}. */
  public TestProof token(String accessToken) {
    return claim("ath", TestKey.url(sha256(accessToken)));
  }

  public TestProof nonce(String nonce) {
    return claim("nonce", nonce);
  }

  /** Any claim, as JSON would have it. */
  public TestProof claim(String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(claims);
    changed.put(name, value);
    return new TestProof(key, header, changed);
  }

  public TestProof without(String claim) {
    Map<String, Object> changed = new LinkedHashMap<>(claims);
    changed.remove(claim);
    return new TestProof(key, header, changed);
  }

  /** Any header parameter. */
  public TestProof header(String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(header);
    changed.put(name, value);
    return new TestProof(key, changed, claims);
  }

  public TestProof withoutHeader(String name) {
    Map<String, Object> changed = new LinkedHashMap<>(header);
    changed.remove(name);
    return new TestProof(key, changed, claims);
  }

  /** Signs with that key, and still shows the other. */
  public TestProof signedWith(TestKey other) {
    return new TestProof(other, header, claims);
  }

  /** A compact JWS. */
  public String sign() {
    return TestTokens.sign(
        key, JSONObjectUtils.toJSONString(header), JSONObjectUtils.toJSONString(claims));
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
