package io.bailiwick.testkit.corpus;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A token in the making, its members raw JSON: good as it starts, and no better than its steps. */
final class Draft {
  static final String ISSUER = "https://issuer.example/realms/corpus";
  static final String AUDIENCE = "research-os";
  static final String RESOURCE = "https://os.example.com";
  static final Instant INSTANT = Instant.parse("2026-11-24T12:00:00Z");
  static final long NOW = INSTANT.getEpochSecond();

  private final Map<String, String> header;
  private final Map<String, String> claims;

  private Draft(Map<String, String> header, Map<String, String> claims) {
    this.header = header;
    this.claims = claims;
  }

  /** Of the key rs256. */
  static Draft good() {
    Map<String, String> header = new LinkedHashMap<>();
    header.put("alg", "\"RS256\"");
    header.put("typ", "\"at+jwt\"");
    header.put("kid", "\"rs256\"");
    Map<String, String> claims = new LinkedHashMap<>();
    claims.put("iss", Json.quote(ISSUER));
    claims.put("aud", Json.array(AUDIENCE, RESOURCE));
    claims.put("sub", "\"5c1e2c8a-bert\"");
    claims.put("typ", "\"Bearer\"");
    claims.put("azp", "\"demo-cli\"");
    claims.put("jti", "\"b0f1\"");
    claims.put("iat", Long.toString(NOW - 60));
    claims.put("exp", Long.toString(NOW + 240));
    claims.put("scope", "\"agents:read\"");
    claims.put("scopes", "[\"agents:read\"]");
    return new Draft(header, claims);
  }

  Draft header(String name, String raw) {
    Map<String, String> changed = new LinkedHashMap<>(header);
    changed.put(name, raw);
    return new Draft(changed, claims);
  }

  Draft withoutHeader(String name) {
    Map<String, String> changed = new LinkedHashMap<>(header);
    changed.remove(name);
    return new Draft(changed, claims);
  }

  Draft claim(String name, String raw) {
    Map<String, String> changed = new LinkedHashMap<>(claims);
    changed.put(name, raw);
    return new Draft(header, changed);
  }

  Draft without(String name) {
    Map<String, String> changed = new LinkedHashMap<>(claims);
    changed.remove(name);
    return new Draft(header, changed);
  }

  /** Names that key and its algorithm. */
  Draft of(CorpusKey key) {
    return header("alg", Json.quote(key.alg())).header("kid", Json.quote(key.kid()));
  }

  Draft alg(String alg) {
    return header("alg", Json.quote(alg));
  }

  Draft kid(String kid) {
    return header("kid", Json.quote(kid));
  }

  /** Another one of the kind. */
  Draft number(int number) {
    return claim("jti", Json.quote("b0f1-" + number));
  }

  String headerJson() {
    return Json.object(header);
  }

  String claimsJson() {
    return Json.object(claims);
  }

  String headerPart() {
    return url(headerJson());
  }

  String claimsPart() {
    return url(claimsJson());
  }

  /** What is signed. */
  byte[] message() {
    return ascii(headerPart() + "." + claimsPart());
  }

  /** Names the key and is signed by it. */
  String signedBy(CorpusKey key) {
    return of(key).sign(key.signer());
  }

  /** Signed as its header says by rs256, or by whom else. */
  String sign() {
    return sign(CorpusKey.RS256.signer());
  }

  String sign(Signer signer) {
    return signParts(headerPart(), claimsPart(), signer);
  }

  /** With these bytes in the place of a signature. */
  String with(byte[] signature) {
    return headerPart() + "." + claimsPart() + "." + url(signature);
  }

  static String signParts(String header, String payload, Signer signer) {
    String text = header + "." + payload;
    return text + "." + url(signer.sign(ascii(text)));
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static String url(String text) {
    return url(text.getBytes(StandardCharsets.UTF_8));
  }

  static String url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
