package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.bailiwick.testkit.TestKey;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwksDocumentTest {
  private static final TestKey GOOD = TestKey.generate("good", "RS256");

  @SafeVarargs
  @SuppressWarnings("varargs") // read only
  private static JwksDocument read(Map<String, Object>... keys) throws ParseException {
    return JwksDocument.parse(JSONObjectUtils.toJSONString(Map.of("keys", List.of(keys))));
  }

  private static Map<String, Object> with(String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(GOOD.jwk());
    changed.put(name, value);
    return changed;
  }

  private static void assertLeftOut(Map<String, Object> bad, boolean noted) throws ParseException {
    JwksDocument document = read(bad, GOOD.withKid("beside").jwk());
    assertThat(document.keys()).extracting(key -> key.kid().orElse("")).containsExactly("beside");
    assertThat(document.notes()).hasSize(noted ? 1 : 0);
  }

  @Test
  void goodKey_isReadForItsAlgorithmOnly() throws ParseException {
    JwksDocument document = read(GOOD.jwk());
    assertThat(document.keys())
        .singleElement()
        .satisfies(key -> assertThat(key.algorithms()).containsExactly(JwsAlgorithm.RS256));
  }

  @Test
  void keyWithoutAlgorithm_isForAllOfItsKind() throws ParseException {
    Map<String, Object> any = new LinkedHashMap<>(GOOD.jwk());
    any.remove("alg");
    assertThat(read(any).keys().get(0).algorithms()).hasSize(6);
  }

  @Test
  void encryptionKey_isLeftOutWithoutANote() throws ParseException {
    assertLeftOut(with("use", "enc"), false);
    Map<String, Object> byOperation = with("key_ops", List.of("encrypt"));
    byOperation.remove("use");
    byOperation.remove("alg");
    assertLeftOut(byOperation, false);
  }

  @Test
  void keyWhoseAlgorithmIsNoneOfOurs_isLeftOut() throws ParseException {
    assertLeftOut(with("alg", "RSA-OAEP"), true);
    assertLeftOut(with("alg", "ES256"), true);
    assertLeftOut(with("alg", "HS256"), true);
    assertLeftOut(with("alg", "none"), true);
  }

  @Test
  void weakKey_isLeftOut() throws ParseException {
    assertLeftOut(TestKey.rsa("weak", "RS256", 1024).jwk(), true);
  }

  @Test
  void symmetricKey_isLeftOut() throws ParseException {
    assertLeftOut(
        Map.of("kty", "oct", "k", "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0", "kid", "s"), true);
  }

  @Test
  void privateKey_isLeftOutAndNeverQuoted() throws Exception {
    Map<String, Object> leaked =
        new ECKeyGenerator(Curve.P_256).keyID("leaked").generate().toJSONObject();
    JwksDocument document = read(leaked, GOOD.jwk());
    assertThat(document.keys()).hasSize(1);
    assertThat(document.notes())
        .singleElement()
        .asString()
        .contains("private")
        .doesNotContain(String.valueOf(leaked.get("d")));
  }

  @Test
  void keyOnAnotherCurve_isLeftOut() throws Exception {
    assertLeftOut(Map.of("kty", "EC", "crv", "secp256k1", "x", "AQ", "y", "Ag", "kid", "k"), true);
    assertLeftOut(
        Map.of("kty", "OKP", "crv", "X25519", "x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"),
        true);
  }

  @Test
  void keyOffItsCurveOrOfAnUnknownKindOrBroken_isLeftOut() throws ParseException {
    assertLeftOut(Map.of("kty", "EC", "crv", "P-256", "x", "AQ", "y", "Ag", "kid", "k"), true);
    assertLeftOut(Map.of("kty", "PQC", "kid", "k"), true);
    assertLeftOut(Map.of("kid", "no kind"), true);
    assertLeftOut(Map.of("kty", "RSA", "kid", "no numbers"), true);
    assertLeftOut(Map.of("kty", "OKP", "crv", "Ed25519", "x", "AQ"), true);
  }

  @Test
  void entriesThatAreNoObjects_areLeftOut() throws ParseException {
    JwksDocument document = JwksDocument.parse("{\"keys\":[1,\"x\",[],null]}");
    assertThat(document.keys()).isEmpty();
    assertThat(document.notes()).hasSize(4);
    assertThat(document.notes().get(1)).startsWith("key 2 of 4 is left out: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "{\"keys\":{}}",
        "{\"keys\":null}",
        "<html>",
        "{\"keys\":["
      })
  void whatIsNoJwks_isNone(String text) {
    assertThatThrownBy(() -> JwksDocument.parse(text)).isInstanceOf(ParseException.class);
  }

  @Test
  void tooManyKeys_areNone() throws ParseException {
    assertThat(JwksDocument.parse("{\"keys\":[" + "1,".repeat(255) + "1]}").notes()).hasSize(256);
    assertThatThrownBy(() -> JwksDocument.parse("{\"keys\":[" + "1,".repeat(256) + "1]}"))
        .isInstanceOf(ParseException.class);
  }

  @Test
  void severalKeysThatFit_areNoKey() throws ParseException {
    KeySet two = new KeySet(read(GOOD.jwk(), GOOD.withKid("other").jwk()).keys(), false);
    assertThat(two.find(java.util.Optional.empty(), JwsAlgorithm.RS256)).isEmpty();
    assertThat(two.find(java.util.Optional.of("other"), JwsAlgorithm.RS256)).isPresent();
    KeySet same = new KeySet(read(GOOD.jwk(), GOOD.jwk()).keys(), false);
    assertThat(same.find(java.util.Optional.of("good"), JwsAlgorithm.RS256)).isEmpty();
  }

  @Test
  void absentKid_findsTheOneThatFitsTheAlgorithm() throws ParseException {
    KeySet two = new KeySet(read(GOOD.jwk(), TestKey.generate("ec", "ES256").jwk()).keys(), false);
    assertThat(two.find(java.util.Optional.empty(), JwsAlgorithm.ES256))
        .hasValueSatisfying(key -> assertThat(key.kid()).contains("ec"));
  }

  @Test
  void keyWithoutKid_servesOtherIdsOnlyWhereItWasHandedOverByHand() throws ParseException {
    Map<String, Object> unnamed = new LinkedHashMap<>(GOOD.jwk());
    unnamed.remove("kid");
    List<VerificationKey> keys = read(unnamed).keys();
    assertThat(new KeySet(keys, true).find(java.util.Optional.of("any"), JwsAlgorithm.RS256))
        .isPresent();
    assertThat(new KeySet(keys, false).find(java.util.Optional.of("any"), JwsAlgorithm.RS256))
        .isEmpty();
    assertThat(new KeySet(keys, false).knows(java.util.Optional.of("any"))).isFalse();
  }
}
