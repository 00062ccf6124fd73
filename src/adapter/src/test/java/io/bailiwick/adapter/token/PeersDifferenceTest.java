package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.keys.PemKeys;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestTokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Good tokens, changed in every part: whatever is accepted here, Nimbus and jose4j accept too.
 * Seeded, so that a build finds tomorrow what it finds today; the fuzzer looks further.
 */
class PeersDifferenceTest {
  private static final Peers SECRET = Peers.withSecret();
  private static final List<Signed> SIGNED =
      List.of(signed("RS256"), signed("PS256"), signed("ES256"), signed("ES512"));

  /** A key, the verifier of its tokens with its peers, and a good token. */
  private record Signed(Peers peers, String token) {}

  private static Signed signed(String algorithm) {
    TestKey key = TestKey.generate("k", algorithm);
    Peers peers = new Peers(PemKeys.parse(key.pem()), key.publicKey(), algorithm);
    String header = json(header(algorithm));
    return new Signed(peers, TestTokens.sign(key, header, json(payload())));
  }

  private static Map<String, String> header(String algorithm) {
    Map<String, String> header = new LinkedHashMap<>();
    header.put("alg", "\"" + algorithm + "\"");
    header.put("typ", "\"at+jwt\"");
    header.put("kid", "\"k\"");
    return header;
  }

  private static Map<String, String> payload() {
    Map<String, String> payload = new LinkedHashMap<>();
    payload.put("iss", "\"" + Peers.ISSUER + "\"");
    payload.put("aud", "[\"" + Peers.AUDIENCE + "\",\"https://os.example\"]");
    payload.put("sub", "\"bert\"");
    payload.put("exp", Long.toString(Peers.NOW + 300));
    payload.put("iat", Long.toString(Peers.NOW));
    payload.put("jti", "\"id-1\"");
    payload.put("azp", "\"cli\"");
    payload.put("scopes", "[\"agents:read\",\"agents:a1:run\"]");
    return payload;
  }

  private static String json(Map<String, String> members) {
    List<String> each = new ArrayList<>();
    members.forEach((name, value) -> each.add("\"" + name + "\":" + value));
    return "{" + String.join(",", each) + "}";
  }

  /** A member put in, changed or, where the value is empty, taken out. */
  record Change(String name, String value) {}

  @Provide
  Arbitrary<List<Change>> headerChanges() {
    return changes(
        Arbitraries.of(
            "alg",
            "typ",
            "kid",
            "cty",
            "crit",
            "b64",
            "zip",
            "jwk",
            "jku",
            "x5u",
            "x5c",
            "x5t",
            "Alg",
            "\\u0061lg",
            "enc",
            "p2c",
            "exp",
            ""));
  }

  @Provide
  Arbitrary<List<Change>> payloadChanges() {
    return changes(
        Arbitraries.of(
            "iss",
            "aud",
            "sub",
            "exp",
            "iat",
            "nbf",
            "jti",
            "azp",
            "scopes",
            "scope",
            "agent",
            "act",
            "auth_method",
            "typ",
            "cnf",
            "sid",
            "name",
            "email",
            "acr",
            "extra",
            "\\u0073ub",
            "SUB",
            ""));
  }

  private static Arbitrary<List<Change>> changes(Arbitrary<String> names) {
    Arbitrary<String> values =
        Arbitraries.frequencyOf(
            Tuple.of(
                6,
                Arbitraries.of(
                    "",
                    "null",
                    "true",
                    "0",
                    "-1",
                    "1.5",
                    "1e9",
                    "1E400",
                    "-0",
                    "[]",
                    "{}",
                    "\"\"",
                    "[\"research-os\"]",
                    "[[\"research-os\"]]",
                    "\"research-os\"",
                    "\"none\"",
                    "\"hs256\"",
                    "\"HS256\"",
                    "\"RS256\"",
                    "\"at+JWT\"",
                    "\"application/at+jwt\"",
                    "\"JWT\"",
                    "\"agents:read\"",
                    "[\"agents:read\"]",
                    "{\"sub\":\"a\"}",
                    "{\"name\":\"a1\"}",
                    "{\"jkt\":\"x\"}",
                    "[\"exp\"]",
                    "\"\\u0000\"",
                    "\"\\ud83d\\ude00\"",
                    "\"\\ud800\"",
                    "99999999999999999999",
                    "01",
                    "+1",
                    "\"Bearer\"",
                    "\"DPoP\"",
                    "\"ID\"",
                    "\"https://issuer.example/realms/fuzz/\"")),
            Tuple.of(
                3,
                Arbitraries.longs()
                    .between(Peers.NOW - 20, Peers.NOW + 20)
                    .map(seconds -> Long.toString(seconds))),
            Tuple.of(1, Arbitraries.strings().ascii().ofMaxLength(8)));
    return Combinators.combine(names, values).as(Change::new).list().ofMinSize(1).ofMaxSize(3);
  }

  private static String changed(Map<String, String> members, List<Change> changes) {
    for (Change change : changes) {
      if (change.value.isEmpty()) {
        members.remove(change.name);
      } else {
        members.put(change.name, change.value);
      }
    }
    return json(members);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Example
  void goodTokens_areAcceptedByAll() {
    assertThat(SECRET.check(SECRET.sign(bytes(json(header("HS256"))), bytes(json(payload())))))
        .isPresent();
    SIGNED.forEach(signed -> assertThat(signed.peers.check(signed.token)).isPresent());
  }

  @Property(tries = 800, seed = "20261124", edgeCases = EdgeCasesMode.NONE)
  void headersThatAreChangedAndSigned_makeNoDifference(
      @ForAll("headerChanges") List<Change> changes) {
    String header = changed(header("HS256"), changes);
    SECRET.check(SECRET.sign(bytes(header), bytes(json(payload()))));
  }

  @Property(tries = 1500, seed = "20261124", edgeCases = EdgeCasesMode.NONE)
  void payloadsThatAreChangedAndSigned_makeNoDifference(
      @ForAll("payloadChanges") List<Change> changes) {
    String payload = changed(payload(), changes);
    SECRET.check(SECRET.sign(bytes(json(header("HS256"))), bytes(payload)));
  }

  /** Only the very bytes of a signature are accepted: flipped, cut, longer, or set to an edge. */
  @Property(tries = 200, seed = "20261124", edgeCases = EdgeCasesMode.NONE)
  void signaturesThatAreChanged_makeNoDifference(
      @ForAll("indices") int which,
      @ForAll("indices") int how,
      @ForAll("indices") int at,
      @ForAll byte value) {
    Signed signed = SIGNED.get(which % SIGNED.size());
    int dot = signed.token.lastIndexOf('.') + 1;
    byte[] signature = Base64.getUrlDecoder().decode(signed.token.substring(dot));
    byte[] changed = signature.clone();
    int index = at % signature.length;
    switch (how % 5) {
      case 0 -> changed[index] ^= (byte) (value | 1);
      case 1 -> changed = java.util.Arrays.copyOf(signature, index);
      case 2 -> changed = java.util.Arrays.copyOf(signature, signature.length + 1 + index % 4);
      case 3 -> java.util.Arrays.fill(changed, index, changed.length, value);
      default -> java.util.Arrays.fill(changed, 0, changed.length / 2, value);
    }
    String token = signed.token.substring(0, dot) + Peers.url(changed);
    assertThat(signed.peers.check(token).isPresent())
        .isEqualTo(java.util.Arrays.equals(signature, changed));
  }

  /** Only the very text of a token is accepted, whatever is put into it. */
  @Property(tries = 1000, seed = "20261124", edgeCases = EdgeCasesMode.NONE)
  void textThatIsChanged_isNotAccepted(
      @ForAll("indices") int which,
      @ForAll("indices") int how,
      @ForAll("indices") int at,
      @ForAll char other) {
    Signed signed = SIGNED.get(which % SIGNED.size());
    String good = signed.token;
    int index = at % good.length();
    String token =
        switch (how % 5) {
          case 0 -> good.substring(0, index) + other + good.substring(index + 1);
          case 1 -> good.substring(0, index) + other + good.substring(index);
          case 2 -> good.substring(0, index) + good.substring(index + 1);
          case 3 -> good.substring(0, index);
          default -> good + other;
        };
    assertThat(signed.peers.check(token).isPresent()).isEqualTo(token.equals(good));
  }

  @Provide
  Arbitrary<Integer> indices() {
    return Arbitraries.integers().between(0, 100_000);
  }
}
