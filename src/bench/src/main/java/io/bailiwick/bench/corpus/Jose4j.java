package io.bailiwick.bench.corpus;

import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;

/** Brian Campbell's library, as its examples show it. */
record Jose4j() implements Judge.Library {
  @Override
  public String name() {
    return "jose4j";
  }

  @Override
  public String setup() {
    return "`JwtConsumerBuilder`: JWKS resolver, the ten algorithms permitted, issuer, audience, type `at+jwt`,"
        + " subject, expiry and issue time required";
  }

  @Override
  public Judge trusting(String jwks) throws Exception {
    JwtConsumer consumer =
        new JwtConsumerBuilder()
            .setVerificationKeyResolver(
                new JwksVerificationKeyResolver(new JsonWebKeySet(jwks).getJsonWebKeys()))
            .setJwsAlgorithmConstraints(
                ConstraintType.PERMIT, Corpus.ALGORITHMS.toArray(String[]::new))
            .setExpectedIssuer(Corpus.ALL.issuer())
            .setExpectedAudience(Corpus.ALL.audience())
            .setExpectedType(true, "at+jwt")
            .setRequireSubject()
            .setRequireExpirationTime()
            .setRequireIssuedAt()
            .setEvaluationTime(NumericDate.fromSeconds(Corpus.ALL.now().getEpochSecond()))
            .build();
    return consumer::process;
  }
}
