package io.bailiwick.bench.verify;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.JwtParserBuilder;
import io.jsonwebtoken.Jwts;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/** The libraries that a few lines suffice for. Each verifier is made once, as their docs advise. */
final class Peers {
  private Peers() {}

  static TokenCheck javaJwt(Trust trust) {
    com.auth0.jwt.algorithms.Algorithm algorithm =
        switch (trust.algorithm()) {
          case RS256 ->
              com.auth0.jwt.algorithms.Algorithm.RSA256((RSAPublicKey) trust.publicKey(), null);
          case ES256 ->
              com.auth0.jwt.algorithms.Algorithm.ECDSA256((ECPublicKey) trust.publicKey(), null);
          case HS256 -> com.auth0.jwt.algorithms.Algorithm.HMAC256(trust.secret());
          case EdDSA -> throw new IllegalArgumentException("java-jwt has no EdDSA");
        };
    JWTVerifier verifier =
        JWT.require(algorithm).withIssuer(Trust.ISSUER).withAudience(Trust.AUDIENCE).build();
    return sample -> verifier.verify(sample.token()).getClaim("scopes").asList(String.class);
  }

  static TokenCheck jose4j(Trust trust) {
    JwtConsumer consumer =
        new JwtConsumerBuilder()
            .setRequireExpirationTime()
            .setExpectedIssuer(Trust.ISSUER)
            .setExpectedAudience(Trust.AUDIENCE)
            .setVerificationKey(
                trust.algorithm() == Algorithm.HS256 ? trust.secretKey() : trust.publicKey())
            .setJwsAlgorithmConstraints(
                AlgorithmConstraints.ConstraintType.PERMIT, trust.algorithm().name())
            .build();
    return sample -> consumer.processToClaims(sample.token()).getStringListClaimValue("scopes");
  }

  static TokenCheck jjwt(Trust trust) {
    JwtParserBuilder builder =
        Jwts.parser().requireIssuer(Trust.ISSUER).requireAudience(Trust.AUDIENCE);
    JwtParser parser =
        (trust.algorithm() == Algorithm.HS256
                ? builder.verifyWith(trust.secretKey())
                : builder.verifyWith(trust.publicKey()))
            .build();
    return sample -> parser.parseSignedClaims(sample.token()).getPayload().get("scopes");
  }

  static TokenCheck smallrye(Trust trust) {
    JWTAuthContextInfo info =
        trust.algorithm() == Algorithm.HS256
            ? new JWTAuthContextInfo(trust.secretKey(), Trust.ISSUER)
            : new JWTAuthContextInfo(trust.publicKey(), Trust.ISSUER);
    info.setExpectedAudience(Set.of(Trust.AUDIENCE));
    info.setSignatureAlgorithm(
        Set.of(
            trust.algorithm() == Algorithm.EdDSA
                ? SignatureAlgorithm.EDDSA
                : SignatureAlgorithm.valueOf(trust.algorithm().name())));
    DefaultJWTParser parser = new DefaultJWTParser(info);
    return sample -> parser.parse(sample.token()).getClaim("scopes");
  }
}
