package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.bailiwick.adapter.keys.JwksFile;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestToken;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is believed here, Nimbus believes too, and reads the same. */
class NimbusDifferenceTest {
  private static final List<String> ALGORITHMS =
      List.of("RS256", "RS512", "PS256", "PS384", "ES256", "ES384", "ES512");

  @TempDir Path folder;

  private Optional<JWTClaimsSet> byNimbus(TestIssuer issuer, String token) throws Exception {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            Set.of(ALGORITHMS.stream().map(JWSAlgorithm::parse).toArray(JWSAlgorithm[]::new)),
            new ImmutableJWKSet<>(JWKSet.parse(issuer.jwks()))));
    try {
      return Optional.of(processor.process(token, null));
    } catch (BadJOSEException | java.text.ParseException e) {
      return Optional.empty();
    }
  }

  private AgentTokenVerifier verifier(TestIssuer issuer) throws Exception {
    Path file = Files.writeString(folder.resolve("jwks.json"), issuer.jwks());
    return AgentTokenVerifier.builder()
        .issuer(issuer.issuer(), JwksFile.read(file))
        .audience(TestIssuer.AUDIENCE)
        .build();
  }

  private static Optional<Caller> verify(AgentTokenVerifier verifier, String token) {
    try {
      return Optional.of(verifier.verify(token));
    } catch (TokenRejected e) {
      return Optional.empty();
    }
  }

  @Test
  void goodTokensOfEveryAlgorithm_areReadTheSame() throws Exception {
    try (TestIssuer issuer = TestIssuer.start()) {
      List<TestKey> keys = new ArrayList<>();
      for (String algorithm : ALGORITHMS) {
        TestKey key = TestKey.generate(algorithm, algorithm);
        issuer.publish(key.jwk());
        keys.add(key);
      }
      AgentTokenVerifier verifier = verifier(issuer);
      for (TestKey key : keys) {
        TestToken good = issuer.token().signedWith(key).subject("b\u00e9rt \ud83d\ude00");
        String token = good.sign();
        Caller caller = verify(verifier, token).orElseThrow();
        JWTClaimsSet claims = byNimbus(issuer, token).orElseThrow();
        assertThat(caller.subject()).isEqualTo(claims.getSubject());
        assertThat(caller.issuer()).isEqualTo(claims.getIssuer());
        assertThat(caller.expiresAt()).isEqualTo(claims.getExpirationTime().toInstant());
        assertThat(caller.issuedAt()).isEqualTo(claims.getIssueTime().toInstant());
        assertThat(caller.tokenId()).contains(claims.getJWTID());
        assertThat(caller.scopes().texts()).isEqualTo(claims.getStringListClaim("scopes"));

        assertThat(verify(verifier, good.flippedByte())).isEmpty();
        assertThat(byNimbus(issuer, good.flippedByte())).isEmpty();
      }
    }
  }

  /** Seeded, so that a difference once found is found again. */
  @Test
  void tamperedTokens_areNeverBelievedHereWhereNimbusDoesNot() throws Exception {
    Random random = new Random(20261124);
    try (TestIssuer issuer = TestIssuer.start()) {
      AgentTokenVerifier verifier = verifier(issuer);
      String good = issuer.token().expiresIn(Duration.ofHours(1)).sign();
      int believed = 0;
      for (int i = 0; i < 3000; i++) {
        StringBuilder text = new StringBuilder(good);
        int at = random.nextInt(text.length());
        switch (random.nextInt(4)) {
          case 0 -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
          case 1 -> text.deleteCharAt(at);
          case 2 -> text.insert(at, (char) (32 + random.nextInt(95)));
          default -> text.setLength(at);
        }
        String token = text.toString();
        if (verify(verifier, token).isPresent()) {
          believed++;
          assertThat(token).as("only the very text is believed").isEqualTo(good);
          assertThat(byNimbus(issuer, token)).isPresent();
        }
      }
      assertThat(believed).as("some changes change nothing").isLessThan(100);
      assertThat(verify(verifier, good)).isPresent();
    }
  }

  @Test
  void payloadOfAGoodToken_isPlainJson() throws Exception {
    try (TestIssuer issuer = TestIssuer.start()) {
      String payload = issuer.token().sign().split("\\.", -1)[1];
      assertThat(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8))
          .startsWith("{")
          .contains("\"scopes\"");
    }
  }
}
