package io.bailiwick.bench.corpus;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.util.Date;
import java.util.Set;
import java.util.stream.Collectors;

/** Connect2id's library, as its guide for RFC 9068 access tokens shows it. */
record Nimbus() implements Judge.Library {
  @Override
  public String name() {
    return "nimbus-jose-jwt";
  }

  @Override
  public String setup() {
    return "`DefaultJWTProcessor`: type `at+jwt`, key selector by JWKS and the ten algorithms, claims verifier"
        + " with issuer, audience, and `sub`, `iat`, `exp` required; its leeway of a minute as it comes. EdDSA"
        + " needs Tink beside it";
  }

  @Override
  public Judge trusting(String jwks) throws Exception {
    Set<JWSAlgorithm> algorithms =
        Corpus.ALGORITHMS.stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(algorithms, new ImmutableJWKSet<>(JWKSet.parse(jwks))));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            Corpus.ALL.audience(),
            new JWTClaimsSet.Builder().issuer(Corpus.ALL.issuer()).build(),
            Set.of("sub", "iat", "exp")) {
          @Override
          protected Date currentTime() {
            return Date.from(Corpus.ALL.now());
          }
        });
    return token -> processor.process(token, null);
  }
}
