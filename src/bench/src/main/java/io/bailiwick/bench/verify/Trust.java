package io.bailiwick.bench.verify;

import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestTokens;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of an algorithm, and the tokens made with it: good ones, and ones that must be refused.
 * What all candidates are told to trust. The payload is Keycloak's in shape and size.
 */
public final class Trust {
  /** The issuer that candidates are told. */
  public static final String ISSUER = "https://login.example.com/realms/agents";

  /** The audience that candidates are told. */
  public static final String AUDIENCE = "research-os";

  /** What every good token holds. */
  static final List<String> SCOPES =
      List.of(
          "agents:agent-100:run",
          "agents:agent-101:run",
          "agents:agent-102:run",
          "agents:agent-103:read",
          "agents:agent-104:read",
          "teams:team-105:read",
          "teams:team-106:run",
          "workflows:flow-107:read",
          "agents:agent-108:run",
          "agents:agent-123:run");

  private static final String SECRET = "0123456789abcdef0123456789abcdef-development";
  private static final String KID = "FJ86GcF3jTbNLOco4NvZkUCIUmfYCqoqtOQeMfbhNlE";

  private final Algorithm algorithm;
  private final TestKey key;
  private final TestKey other;

  private Trust(Algorithm algorithm) {
    this.algorithm = algorithm;
    String asymmetric = algorithm == Algorithm.HS256 ? "RS256" : algorithm.name();
    this.key = TestKey.generate(KID, asymmetric);
    this.other = TestKey.generate(KID, asymmetric);
  }

  /** With a new key. */
  public static Trust of(Algorithm algorithm) {
    return new Trust(algorithm);
  }

  public Algorithm algorithm() {
    return algorithm;
  }

  PublicKey publicKey() {
    return key.publicKey();
  }

  /** The public key as PEM. */
  public String pem() {
    return key.pem();
  }

  /** The public key's 32 bytes in base64url; of Ed25519. */
  String x() {
    return (String) Objects.requireNonNull(key.jwk().get("x"));
  }

  SecretKey secretKey() {
    return new SecretKeySpec(secret(), "HmacSHA256");
  }

  byte[] secret() {
    return SECRET.getBytes(StandardCharsets.UTF_8);
  }

  /** A good one. */
  public Sample good(int number) {
    return Sample.of(token(key, ISSUER, AUDIENCE, Duration.ofHours(10), number));
  }

  /** Signed with another key, under the same key id. */
  public Sample forged() {
    return Sample.of(token(other, ISSUER, AUDIENCE, Duration.ofHours(10), 1));
  }

  /** Good but for its issuer. */
  public Sample ofAnotherIssuer() {
    return Sample.of(
        token(key, "https://login.example.org/realms/agents", AUDIENCE, Duration.ofHours(10), 1));
  }

  /** Good but for its audience. */
  public Sample forAnotherAudience() {
    return Sample.of(token(key, ISSUER, "another-os", Duration.ofHours(10), 1));
  }

  /** Good an hour ago. */
  public Sample expired() {
    return Sample.of(token(key, ISSUER, AUDIENCE, Duration.ofHours(-1), 1));
  }

  private String token(TestKey signing, String issuer, String audience, Duration life, int number) {
    String header = "{\"alg\":\"%s\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}".formatted(algorithm, KID);
    String payload = payload(issuer, audience, Instant.now().plus(life), number);
    if (algorithm != Algorithm.HS256) {
      return TestTokens.sign(signing, header, payload);
    }
    String text = base64(header) + "." + base64(payload);
    byte[] secret = signing.equals(key) ? secret() : new byte[32];
    return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac(secret, text));
  }

  private static byte[] mac(byte[] secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has HmacSHA256", e);
    }
  }

  private static String payload(String issuer, String audience, Instant expiry, int number) {
    long exp = expiry.getEpochSecond();
    long iat = Math.min(exp - 300, Instant.now().getEpochSecond() - 5);
    return """
        {"exp":%d,"iat":%d,"auth_time":%d,"jti":"onrtac:8a0e6f4e-6c56-4a0f-9f0c-%012d",\
        "iss":"%s","aud":["%s","https://os.example.com"],\
        "sub":"5c1e2c8a-3d0f-4d3e-9c76-0f4f3c1d2b7a","typ":"Bearer","azp":"demo-web",\
        "sid":"2f0d6f0e-8f1c-4c2a-9b63-51b7c7a2d9e1","acr":"1",\
        "allowed-origins":["https://app.example.com"],\
        "realm_access":{"roles":["offline_access","uma_authorization","default-roles-agents"]},\
        "resource_access":{"account":{"roles":["manage-account","manage-account-links",\
        "view-profile"]},\
        "research-os":{"roles":["agent-operator","agent-reader","agent-reviewer",\
        "newsroom-editor","workflow-starter","workflow-reader","connection-observer-of-the-department-of-research"]}},"scope":"openid profile email",\
        "scopes":["%s"],"name":"Bert Example","preferred_username":"bert",\
        "given_name":"Bert","family_name":"Example","email":"bert@example.com",\
        "email_verified":true,"locale":"en"}"""
        .formatted(exp, iat, iat, number, issuer, audience, String.join("\",\"", SCOPES));
  }

  private static String base64(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
