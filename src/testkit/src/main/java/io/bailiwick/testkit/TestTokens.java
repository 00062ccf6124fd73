package io.bailiwick.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Good and bad tokens by name. Each of {@link #of(TestIssuer)} is the issuer's good token with one
 * thing wrong, so that a verifier which refuses it refuses just that; in the comments stands the
 * reason that the adapter gives. The static ones sign raw JSON, for what no builder would write.
 * Immutable and thread-safe.
 */
public final class TestTokens {
  private final TestIssuer issuer;

  private TestTokens(TestIssuer issuer) {
    this.issuer = issuer;
  }

  /** Tokens of that issuer, by its key and clock of the moment. */
  public static TestTokens of(TestIssuer issuer) {
    return new TestTokens(issuer);
  }

  /** Accepted: five minutes, for {@link TestIssuer#AUDIENCE}, {@code agents:read}. */
  public String good() {
    return issuer.token().sign();
  }

  /** Accepted, for that agent only; with a key, for that instance. */
  public String boundTo(String agent, String... key) {
    return issuer.token().agent(agent, key).sign();
  }

  /** EXPIRED: a minute ago. */
  public String expired() {
    return issuer.token().expired().sign();
  }

  /** NOT_YET_VALID: in an hour. */
  public String notYetValid() {
    return issuer.token().notBefore(Duration.ofHours(1)).sign();
  }

  /** MISSING_CLAIM: it would be good for ever. */
  public String noExp() {
    return issuer.token().without("exp").sign();
  }

  /** WRONG_AUDIENCE: for another service. */
  public String wrongAudience() {
    return issuer.token().wrongAudience().sign();
  }

  /** WRONG_ISSUER: well signed, and of an issuer that is not trusted. */
  public String wrongIssuer() {
    return issuer.token().wrongIssuer().sign();
  }

  /** UNSUPPORTED_ALGORITHM: {@code alg: none} (RFC 8725, 2.1). */
  public String algNone() {
    return issuer.token().unsigned();
  }

  /** BAD_SIGNATURE: a scope put in after signing. */
  public String tampered() {
    String[] good = issuer.token().sign().split("\\.", -1);
    return good[0]
        + "."
        + part(issuer.token().scopes("agent_os:admin").claimsJson())
        + "."
        + good[2];
  }

  /** BAD_SIGNATURE: another key's signature under a key id that is known. */
  public String wrongKey() {
    TestKey key = issuer.key();
    return issuer.token().signedWith(TestKey.generate(key.kid(), key.algorithm())).sign();
  }

  /** UNKNOWN_KEY: signed by a key that is not published. */
  public String unknownKid() {
    return issuer
        .token()
        .signedWith(TestKey.generate("not-published", issuer.key().algorithm()))
        .sign();
  }

  /** UNKNOWN_KEY: HS256 with the public key as its secret (RFC 8725, 2.1). */
  public String hs256WithPublicKey() {
    return issuer.token().hs256WithPublicKey();
  }

  /** FORBIDDEN_HEADER: signed by a key that it brings along (CVE-2018-0114). */
  public String embeddedJwk() {
    TestKey own = TestKey.generate("brought-along", "ES256");
    return issuer.token().signedWith(own).header("jwk", own.jwk()).sign();
  }

  /** FORBIDDEN_HEADER: points to where its key would be. */
  public String jku() {
    return issuer.token().header("jku", "https://attacker.example/jwks.json").sign();
  }

  /** FORBIDDEN_HEADER: a critical extension that nobody knows (RFC 7515, 4.1.11). */
  public String unknownCritical() {
    return issuer
        .token()
        .header("crit", java.util.List.of("x-policy"))
        .header("x-policy", true)
        .sign();
  }

  /** WRONG_TYPE: an ID token. */
  public String idToken() {
    return issuer.token().idToken().sign();
  }

  /** WRONG_TYPE: a refresh token. */
  public String refreshToken() {
    return issuer.token().refreshToken().sign();
  }

  /** MALFORMED: {@code sub} twice, so that two readers see two people. */
  public String duplicateClaim() {
    return issuer.token().duplicateClaim("sub", "admin");
  }

  /** MALFORMED: {@code scope} and {@code scopes} say different things. */
  public String scopesDisagree() {
    return issuer.token().claim("scope", "agents:read agents:run").sign();
  }

  /** PROOF_REQUIRED: bound to a key by DPoP (RFC 9449, 6.1), and sent as a bearer's. */
  public String bound() {
    return issuer
        .token()
        .claim("cnf", Map.of("jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"))
        .sign();
  }

  /** UNKNOWN_CONFIRMATION: bound in a way that nobody here can prove (RFC 7800, 3.1). */
  public String boundOtherwise() {
    return issuer.token().claim("cnf", Map.of("kid", "some-key")).sign();
  }

  /** BAD_SUBJECT: nobody. */
  public String noSubject() {
    return issuer.token().without("sub").sign();
  }

  /** TOO_LARGE: more than 16384 characters. */
  public String tooLarge() {
    return issuer.token().claim("filler", "x".repeat(16 * 1024)).sign();
  }

  /** MALFORMED: no JWT at all. */
  public String garbage() {
    return "not-a-token";
  }

  /** A compact JWS over exactly these texts, well-formed or not. */
  public static String sign(TestKey key, String headerJson, String payloadJson) {
    return sign(
        key,
        headerJson.getBytes(StandardCharsets.UTF_8),
        payloadJson.getBytes(StandardCharsets.UTF_8));
  }

  /** A compact JWS over exactly these bytes, UTF-8 or not. */
  public static String sign(TestKey key, byte[] header, byte[] payload) {
    return signParts(key, TestKey.url(header), TestKey.url(payload));
  }

  /** A compact JWS over exactly these two parts, base64url or not. */
  public static String signParts(TestKey key, String header, String payload) {
    String text = header + "." + payload;
    return text + "." + TestKey.url(key.sign(text));
  }

  static String part(String json) {
    return TestKey.url(json.getBytes(StandardCharsets.UTF_8));
  }
}
