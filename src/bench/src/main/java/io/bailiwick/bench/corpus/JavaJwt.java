package io.bailiwick.bench.corpus;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.interfaces.Verification;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;

/** Auth0's library, with the key looked up by its id as its key providers do. */
record JavaJwt() implements Judge.Library {
  @Override
  public String name() {
    return "java-jwt";
  }

  @Override
  public String setup() {
    return "`JWT.require(algorithm)`, the algorithm made of the key that `kid` names and of the `alg` of its JWK; issuer,"
        + " audience, `sub`, `exp` and `iat` present. It has no PS256 to PS512 and no EdDSA";
  }

  @Override
  public Judge trusting(String jwks) throws Exception {
    Map<String, Corpus.Named> keys = Corpus.keys(jwks);
    Clock clock = Clock.fixed(Corpus.ALL.now(), ZoneOffset.UTC);
    return token -> {
      Corpus.Named key = keys.get(JWT.decode(token).getKeyId());
      if (key == null) {
        throw new IllegalArgumentException("No such key");
      }
      Verification verification =
          JWT.require(algorithm(key))
              .withIssuer(Corpus.ALL.issuer())
              .withAudience(Corpus.ALL.audience())
              .withClaimPresence("sub")
              .withClaimPresence("exp")
              .withClaimPresence("iat");
      ((JWTVerifier.BaseVerification) verification).build(clock).verify(token);
    };
  }

  private static Algorithm algorithm(Corpus.Named key) {
    return switch (key.algorithm()) {
      case "RS256" -> Algorithm.RSA256((RSAPublicKey) key.key(), null);
      case "RS384" -> Algorithm.RSA384((RSAPublicKey) key.key(), null);
      case "RS512" -> Algorithm.RSA512((RSAPublicKey) key.key(), null);
      case "ES256" -> Algorithm.ECDSA256((ECPublicKey) key.key(), null);
      case "ES384" -> Algorithm.ECDSA384((ECPublicKey) key.key(), null);
      case "ES512" -> Algorithm.ECDSA512((ECPublicKey) key.key(), null);
      default -> throw new IllegalArgumentException("No such algorithm");
    };
  }
}
