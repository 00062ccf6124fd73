package io.bailiwick.bench.corpus;

import io.bailiwick.adapter.keys.CryptoChoice;
import io.bailiwick.adapter.keys.CryptoProvider;
import io.bailiwick.adapter.keys.JwksFile;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;

/** Bailiwick's adapter. */
record Ours() implements Judge.Library {
  @Override
  public String name() {
    return "Bailiwick";
  }

  @Override
  public String setup() {
    return "`AgentTokenVerifier` with issuer, audience and a JWKS file; nothing else can be left out";
  }

  @Override
  public Judge trusting(String jwks) throws Exception {
    Clock clock = Clock.fixed(Corpus.ALL.now(), ZoneOffset.UTC);
    Path file = Files.createTempFile("jwks", ".json");
    try {
      Files.writeString(file, jwks);
      AgentTokenVerifier verifier =
          AgentTokenVerifier.builder()
              .issuer(Corpus.ALL.issuer(), JwksFile.read(file, clock))
              .audience(Corpus.ALL.audience())
              .clock(clock)
              .crypto(CryptoChoice.of(CryptoProvider.JDK))
              .build();
      return verifier::verify;
    } finally {
      Files.delete(file);
    }
  }
}
