package io.bailiwick.testkit;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One access token in the making: good as it comes from {@link TestIssuer#token()}, and as bad as
 * it is then told to be. Immutable: each step makes a new one, so that one good token can be the
 * start of many bad ones.
 */
public final class TestToken {
  private final Clock clock;
  private final TestKey key;
  private final Map<String, Object> header;
  private final Map<String, Object> claims;

  TestToken(Clock clock, TestKey key, Map<String, Object> header, Map<String, Object> claims) {
    this.clock = clock;
    this.key = key;
    this.header = Collections.unmodifiableMap(new LinkedHashMap<>(header));
    this.claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
  }

  public TestToken subject(String subject) {
    return claim("sub", subject);
  }

  public TestToken audience(String... audience) {
    return claim("aud", List.of(audience));
  }

  /** As the issuer writes them: an array in one claim, and the same as text in another. */
  public TestToken scopes(String... scopes) {
    return claim("scopes", List.of(scopes)).claim("scope", String.join(" ", scopes));
  }

  /** Bound to an agent; with a key, to that instance. */
  public TestToken agent(String name, String... agentKey) {
    Map<String, Object> agent = new LinkedHashMap<>();
    agent.put("name", name);
    if (agentKey.length > 0) {
      agent.put("key", List.of(agentKey));
    }
    return claim("agent", agent);
  }

  /** The actors that act for the subject, the one that acts now first. */
  public TestToken actors(String... subjects) {
    Map<String, Object> chain = new LinkedHashMap<>();
    for (int i = subjects.length - 1; i >= 0; i--) {
      Map<String, Object> actor = new LinkedHashMap<>();
      actor.put("sub", subjects[i]);
      if (!chain.isEmpty()) {
        actor.put("act", chain);
      }
      chain = actor;
    }
    return claim("act", chain);
  }

  /** Bound to a DPoP key, as Keycloak writes it (RFC 9449, 6.1). */
  public TestToken boundTo(TestKey proofKey) {
    return claim("cnf", Map.of("jkt", proofKey.thumbprint(), "kc-jkt-type", "DPoP"))
        .claim("typ", "DPoP");
  }

  /**
   * What a ticket is redeemed for that was minted with this token: it is issued now, has an id of
   * its own, and says which token was presented.
   */
  public TestToken redeemed() {
    Map<String, Object> presented = new LinkedHashMap<>();
    for (String name : List.of("iat", "jti")) {
      if (claims.containsKey(name)) {
        presented.put(name, claims.get(name));
      }
    }
    return claim("presented", claims.getOrDefault("presented", presented))
        .claim("auth_method", "ticket")
        .claim("jti", UUID.randomUUID().toString())
        .issuedAgo(Duration.ZERO);
  }

  /** Any claim, as JSON would have it. */
  public TestToken claim(String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(claims);
    changed.put(name, value);
    return new TestToken(clock, key, header, changed);
  }

  public TestToken without(String claim) {
    Map<String, Object> changed = new LinkedHashMap<>(claims);
    changed.remove(claim);
    return new TestToken(clock, key, header, changed);
  }

  /** Any header parameter. */
  public TestToken header(String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(header);
    changed.put(name, value);
    return new TestToken(clock, key, changed, claims);
  }

  public TestToken withoutHeader(String name) {
    Map<String, Object> changed = new LinkedHashMap<>(header);
    changed.remove(name);
    return new TestToken(clock, key, changed, claims);
  }

  /** Signs with that key, and names it in the header. */
  public TestToken signedWith(TestKey other) {
    Map<String, Object> changed = new LinkedHashMap<>(header);
    changed.put("alg", other.algorithm());
    changed.put("kid", other.kid());
    return new TestToken(clock, other, changed, claims);
  }

  public TestToken expiresIn(Duration life) {
    return claim("exp", clock.instant().plus(life).getEpochSecond());
  }

  /** Expired a minute ago. */
  public TestToken expired() {
    return expiresIn(Duration.ofMinutes(-1)).issuedAgo(Duration.ofMinutes(6));
  }

  public TestToken issuedAgo(Duration ago) {
    return claim("iat", clock.instant().minus(ago).getEpochSecond());
  }

  public TestToken notBefore(Duration from) {
    return claim("nbf", clock.instant().plus(from).getEpochSecond());
  }

  public TestToken wrongAudience() {
    return audience("another-service", "http://localhost:9999");
  }

  public TestToken wrongIssuer() {
    return claim("iss", "https://issuer.example/realms/other");
  }

  /** What Keycloak hands out as a refresh token. */
  public TestToken refreshToken() {
    return header("typ", "JWT").claim("typ", "Refresh");
  }

  /** What Keycloak hands out as an ID token. */
  public TestToken idToken() {
    return header("typ", "JWT").claim("typ", "ID");
  }

  /** A compact JWS. */
  public String sign() {
    return TestTokens.sign(key, headerJson(), claimsJson());
  }

  /** {@code alg: none}, with an empty signature. */
  public String unsigned() {
    String text =
        TestTokens.part(header("alg", "none").headerJson()) + "." + TestTokens.part(claimsJson());
    return text + ".";
  }

  /**
   * HS256 with the public key's PEM as the secret: what an algorithm not bound to its key takes.
   */
  public String hs256WithPublicKey() {
    return hs256(key.pem().getBytes(StandardCharsets.US_ASCII));
  }

  /** HS256 with a secret. */
  public String hs256(byte[] secret) {
    String text =
        TestTokens.part(header("alg", "HS256").headerJson()) + "." + TestTokens.part(claimsJson());
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return text + "." + TestKey.url(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has HmacSHA256", e);
    }
  }

  /** Signed, then one bit of the signature's first byte flipped. */
  public String flippedByte() {
    String good = sign();
    int dot = good.lastIndexOf('.');
    byte[] signature = java.util.Base64.getUrlDecoder().decode(good.substring(dot + 1));
    signature[0] ^= 1;
    return good.substring(0, dot + 1) + TestKey.url(signature);
  }

  /** Signed, with a claim that is there twice. */
  public String duplicateClaim(String name, Object second) {
    String json = claimsJson();
    Map<String, Object> again = Collections.singletonMap(name, second);
    String member = JSONObjectUtils.toJSONString(again);
    return TestTokens.sign(
        key, headerJson(), json.substring(0, json.length() - 1) + "," + member.substring(1));
  }

  /** The names of the claims it has. */
  public List<String> claimNames() {
    return new ArrayList<>(claims.keySet());
  }

  String headerJson() {
    return JSONObjectUtils.toJSONString(header);
  }

  String claimsJson() {
    return JSONObjectUtils.toJSONString(claims);
  }
}
