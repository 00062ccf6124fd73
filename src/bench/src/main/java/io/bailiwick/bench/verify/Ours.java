package io.bailiwick.bench.verify;

import io.bailiwick.adapter.keys.CryptoChoice;
import io.bailiwick.adapter.keys.CryptoProvider;
import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.adapter.keys.PemKeys;
import io.bailiwick.adapter.keys.SharedSecret;
import io.bailiwick.adapter.token.AgentTokenVerifier;

/** The adapter, without the memory of tokens that it saw. */
final class Ours {
  private Ours() {}

  static TokenCheck with(CryptoProvider provider, Trust trust) {
    AgentTokenVerifier verifier = verifier(provider, trust);
    return sample -> verifier.verify(sample.token()).scopes();
  }

  private static AgentTokenVerifier verifier(CryptoProvider provider, Trust trust) {
    KeySource keys =
        trust.algorithm() == Algorithm.HS256
            ? SharedSecret.forDevelopment(trust.secret())
            : PemKeys.parse(trust.pem());
    return AgentTokenVerifier.builder()
        .issuer(Trust.ISSUER, keys)
        .audience(Trust.AUDIENCE)
        .crypto(CryptoChoice.of(provider))
        .withoutTokenCache()
        .build();
  }
}
