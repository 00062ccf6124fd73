package io.bailiwick.bench.seen;

import io.bailiwick.adapter.keys.PemKeys;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestTokens;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Many good tokens of one key, as they come over the wire, and the verifier that they are for.
 *
 * @param wire each token's letters
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SeenTokenPool(byte[][] wire, AgentTokenVerifier verifier) {
  static final int COUNT = 4096;

  /** So many letters has each token. */
  static final int LENGTH = 2048;

  private static final String ISSUER = "https://login.example.com/realms/agents";
  private static final String HEADER = "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"seen\"}";

  static SeenTokenPool make(int count) {
    TestKey key = TestKey.generate("seen", "ES256");
    byte[][] wire = new byte[count][];
    for (int i = 0; i < count; i++) {
      wire[i] = TestTokens.sign(key, HEADER, payload(i)).getBytes(StandardCharsets.ISO_8859_1);
    }
    return new SeenTokenPool(
        wire,
        AgentTokenVerifier.builder()
            .issuer(ISSUER, PemKeys.parse(key.pem()))
            .audience("research-os")
            .build());
  }

  private static String payload(int number) {
    long now = Instant.now().getEpochSecond();
    String claims =
        """
        {"exp":%d,"iat":%d,"jti":"onrtac:%012d","iss":"%s","aud":["research-os"],"sub":"bert",\
        "typ":"Bearer","azp":"demo-web","scopes":["agents:read","agents:agent-%d:run"],"more":"%s"}"""
            .formatted(now + 36_000, now, number, ISSUER, 1000 + number, "%s");
    int header = (HEADER.length() * 4 + 2) / 3;
    int payload = (LENGTH - header - 2 - 86) * 3 / 4;
    return claims.formatted("x".repeat(payload - claims.length() + 2));
  }
}
