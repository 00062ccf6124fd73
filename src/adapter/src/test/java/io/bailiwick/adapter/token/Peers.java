package io.bailiwick.adapter.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.proc.SingleKeyJWSKeySelector;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.bailiwick.adapter.keys.SharedSecret;
import io.bailiwick.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.text.ParseException;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/**
 * The verifier with nimbus-jose-jwt and jose4j beside it, all with one key: whatever is accepted
 * here, both accept, and read the same. A difference is an {@link AssertionError}.
 */
final class Peers {
  static final String ISSUER = "https://issuer.example/realms/fuzz";
  static final String AUDIENCE = "research-os";
  static final long NOW = TestClock.START.getEpochSecond();

  private final AgentTokenVerifier cached;
  private final AgentTokenVerifier plain;
  private final DefaultJWTProcessor<SecurityContext> nimbus;
  private final JwtConsumer jose4j;
  private final String algorithm;
  private final Key key;

  Peers(io.bailiwick.adapter.keys.KeySource keys, Key key, String algorithm) {
    this.key = key;
    this.algorithm = algorithm;
    this.cached = builder(keys).build();
    this.plain = builder(keys).withoutTokenCache().build();
    this.nimbus = new DefaultJWTProcessor<>();
    nimbus.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt")));
    nimbus.setJWSKeySelector(new SingleKeyJWSKeySelector<>(JWSAlgorithm.parse(algorithm), key));
    nimbus.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            Set.of(AUDIENCE),
            new JWTClaimsSet.Builder().issuer(ISSUER).build(),
            Set.of("exp", "iat", "sub"),
            Set.of()) {
          @Override
          protected Date currentTime() {
            return Date.from(TestClock.START);
          }
        });
    this.jose4j =
        new JwtConsumerBuilder()
            .setVerificationKey(key)
            .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, algorithm)
            .setExpectedType(true, "at+jwt")
            .setExpectedIssuer(true, ISSUER)
            .setExpectedAudience(true, AUDIENCE)
            .setRequireSubject()
            .setRequireExpirationTime()
            .setRequireIssuedAt()
            .setEvaluationTime(NumericDate.fromSeconds(NOW))
            .setAllowedClockSkewInSeconds(10)
            .build();
  }

  /** With a secret, so that any header and payload can be signed quickly. */
  static Peers withSecret() {
    byte[] secret =
        "a secret for nothing but fuzzing, long enough".getBytes(StandardCharsets.UTF_8);
    return new Peers(
        SharedSecret.forDevelopment(secret), new SecretKeySpec(secret, "HmacSHA256"), "HS256");
  }

  private static AgentTokenVerifier.Builder builder(io.bailiwick.adapter.keys.KeySource keys) {
    return AgentTokenVerifier.builder()
        .issuer(ISSUER, keys)
        .audience(AUDIENCE)
        .handOnClaims("acr", "extra")
        .clock(TestClock.fixed());
  }

  /**
   * @return what was accepted; empty where it was rejected
   */
  Optional<Caller> check(String token) {
    Optional<Caller> first = verify(plain, token);
    Optional<Caller> remembered = verify(cached, token);
    if (!same(first, remembered) || !same(first, verify(cached, token))) {
      throw new AssertionError("A cache makes a difference");
    }
    first.ifPresent(caller -> compare(token, caller));
    return first;
  }

  private static Optional<Caller> verify(AgentTokenVerifier verifier, String token) {
    try {
      return Optional.of(verifier.verify(token));
    } catch (TokenRejected e) {
      return Optional.empty();
    }
  }

  private static boolean same(Optional<Caller> one, Optional<Caller> other) {
    return one.map(Peers::read).equals(other.map(Peers::read));
  }

  private static String read(Caller caller) {
    return caller.identity() + " " + caller.scopes().text() + " " + caller.expiresAt();
  }

  private void compare(String token, Caller caller) {
    try {
      JWTClaimsSet byNimbus = nimbus.process(token, null);
      require(caller.subject(), byNimbus.getSubject(), "sub");
      require(caller.issuer(), byNimbus.getIssuer(), "iss");
      require(caller.expiresAt(), byNimbus.getExpirationTime().toInstant(), "exp");
      require(caller.issuedAt(), byNimbus.getIssueTime().toInstant(), "iat");
      require(caller.tokenId(), Optional.ofNullable(byNimbus.getJWTID()), "jti");
      require(
          caller.identity().clientId(), Optional.ofNullable(byNimbus.getStringClaim("azp")), "azp");
      JwtClaims byJose4j = jose4j.processToClaims(token);
      require(caller.subject(), byJose4j.getSubject(), "sub");
      require(caller.issuer(), byJose4j.getIssuer(), "iss");
      require(caller.expiresAt().getEpochSecond(), byJose4j.getExpirationTime().getValue(), "exp");
      require(caller.issuedAt().getEpochSecond(), byJose4j.getIssuedAt().getValue(), "iat");
      require(caller.tokenId(), Optional.ofNullable(byJose4j.getJwtId()), "jti");
      require(
          caller.identity().clientId(),
          Optional.ofNullable(byJose4j.getStringClaimValue("azp")),
          "azp");
    } catch (BadJOSEException
        | JOSEException
        | ParseException
        | InvalidJwtException
        | MalformedClaimException e) {
      throw new AssertionError("What is accepted here is not elsewhere: " + token, e);
    }
  }

  private static void require(Object here, Object there, String claim) {
    if (!here.equals(there)) {
      throw new AssertionError(claim + " is " + here + " here and " + there + " elsewhere");
    }
  }

  /** Signs whatever is given, with the secret. */
  String sign(byte[] header, byte[] payload) {
    if (!algorithm.equals("HS256")) {
      throw new IllegalStateException("Only with the secret");
    }
    String signed = url(header) + "." + url(payload);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return signed + "." + url(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
