package io.bailiwick.bench.verify;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.proc.SingleKeyJWSKeySelector;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.security.Key;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Set;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** nimbus-jose-jwt with its verifier made once, and Spring's decoder, which stands on it. */
final class NimbusPeer {
  private NimbusPeer() {}

  static TokenCheck of(Trust trust) throws Exception {
    JWSVerifier verifier = verifier(trust);
    JWSAlgorithm algorithm = JWSAlgorithm.parse(trust.algorithm().name());
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            Trust.AUDIENCE, new JWTClaimsSet.Builder().issuer(Trust.ISSUER).build(), Set.of("exp"));
    return sample -> {
      SignedJWT jwt = SignedJWT.parse(sample.token());
      if (!jwt.getHeader().getAlgorithm().equals(algorithm) || !jwt.verify(verifier)) {
        throw new BadJOSEException("Refused");
      }
      JWTClaimsSet set = jwt.getJWTClaimsSet();
      claims.verify(set, null);
      return set.getStringListClaim("scopes");
    };
  }

  static TokenCheck spring(Trust trust) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    Key key = trust.algorithm() == Algorithm.HS256 ? trust.secretKey() : trust.publicKey();
    processor.setJWSKeySelector(
        new SingleKeyJWSKeySelector<>(JWSAlgorithm.parse(trust.algorithm().name()), key));
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
    // as Spring's own builders do: its validators check the claims
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
    NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(
            List.of(
                new JwtTimestampValidator(),
                new JwtIssuerValidator(Trust.ISSUER),
                new JwtAudienceValidator(Trust.AUDIENCE))));
    return sample -> decoder.decode(sample.token()).getClaimAsStringList("scopes");
  }

  private static JWSVerifier verifier(Trust trust) throws Exception {
    return switch (trust.algorithm()) {
      case RS256 -> new RSASSAVerifier((RSAPublicKey) trust.publicKey());
      case ES256 -> new ECDSAVerifier((ECPublicKey) trust.publicKey());
      case EdDSA ->
          new Ed25519Verifier(
              new OctetKeyPair.Builder(Curve.Ed25519, new Base64URL(trust.x())).build());
      case HS256 -> new MACVerifier(trust.secretKey());
    };
  }
}
