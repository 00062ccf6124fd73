package io.bailiwick.bench;

import io.bailiwick.adapter.keys.PemKeys;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestTokens;
import java.time.Instant;
import java.util.Collection;

/** Callers with as many scopes as wanted, each by way of a token: there is no other way. */
public final class Callers {
  private static final String ISSUER = "https://login.example.com/realms/agents";
  private static final int MAX_LENGTH = 4 * 1024 * 1024;

  private Callers() {}

  public static Caller with(Collection<String> scopes) {
    TestKey key = TestKey.generate("callers", "ES256");
    long now = Instant.now().getEpochSecond();
    String payload =
        """
        {"exp":%d,"iat":%d,"iss":"%s","aud":["research-os"],"sub":"bert","typ":"Bearer",\
        "azp":"demo-web","scopes":["%s"]}"""
            .formatted(now + 36_000, now, ISSUER, String.join("\",\"", scopes));
    return AgentTokenVerifier.builder()
        .issuer(ISSUER, PemKeys.parse(key.pem()))
        .audience("research-os")
        .maxTokenLength(MAX_LENGTH)
        .build()
        .verify(
            TestTokens.sign(
                key, "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"callers\"}", payload));
  }
}
