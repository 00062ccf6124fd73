package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.testkit.TestKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicJwkTest {
  private static final TestKey KEY = TestKey.generate("k", "ES256");
  private static final String X = String.valueOf(KEY.publicJwk().get("x"));

  /** RFC 7638, 3.1. */
  @Test
  void thumbprint_isThatOfTheRfc() {
    Map<String, Object> jwk = new HashMap<>();
    jwk.put("kty", "RSA");
    jwk.put(
        "n",
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc"
            + "_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65"
            + "YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNL"
            + "yrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awa"
            + "pJzKnqDKgw");
    jwk.put("e", "AQAB");
    jwk.put("alg", "RS256");
    jwk.put("kid", "2011-04-29");
    PublicJwk read = PublicJwk.parse(jwk);
    assertThat(read.thumbprint()).isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    assertThat(read.key().algorithms()).containsExactly(JwsAlgorithm.RS256);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
  void everyKindOfKey_isReadWithItsThumbprint(String algorithm) {
    TestKey key = TestKey.generate("k", algorithm);
    PublicJwk read = PublicJwk.parse(key.publicJwk());
    assertThat(read.thumbprint()).isEqualTo(key.thumbprint());
    assertThat(read.key().algorithms())
        .contains(JwsAlgorithm.named(algorithm).orElseThrow())
        .doesNotContain(JwsAlgorithm.HS256);
    assertThat(PublicJwk.parse(key.jwk()).key().algorithms()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
  void privateMember_isRefused(String member) {
    refused(with(member, "AQAB"));
    refused(with(member, List.of()));
  }

  @Test
  void whatTheKeyIsNotFor_isRefused() {
    refused(with("use", "enc"));
    refused(with("key_ops", List.of("sign")));
    refused(with("key_ops", "verify"));
    refused(with("alg", "ES384"));
    refused(with("alg", "RS256"));
    refused(with("alg", "none"));
    refused(with("alg", 1));
    assertThat(PublicJwk.parse(with("key_ops", List.of("verify"))).key()).isNotNull();
    assertThat(PublicJwk.parse(with("ext", true)).thumbprint()).isEqualTo(KEY.thumbprint());
  }

  @Test
  void whatIsNoKey_isRefused() {
    refused(Map.of());
    refused(Map.of("kty", "oct"));
    refused(with("kty", "RSA"));
    refused(with("kty", "ec"));
    refused(with("kty", List.of("EC")));
    refused(with("crv", "P-384"));
    refused(with("crv", "secp256k1"));
    refused(with("x", ""));
    refused(with("x", "AA"));
    refused(with("y", X));
    refused(with("x", X + "="));
    refused(with("x", X + "\n"));
    refused(TestKey.rsa("weak", "RS256", 1024).publicJwk());
    refused(Map.of("kty", "OKP", "crv", "X25519", "x", X));
  }

  /** One that is looked at would be parsed, or fetched. */
  @Test
  void certificatesAndAddresses_areNotLookedAt() {
    assertThat(PublicJwk.parse(with("x5c", List.of("rubbish"))).thumbprint())
        .isEqualTo(KEY.thumbprint());
    assertThat(PublicJwk.parse(with("x5u", "https://attacker.example")).thumbprint())
        .isEqualTo(KEY.thumbprint());
  }

  private static Map<String, Object> with(String name, Object value) {
    Map<String, Object> jwk = new HashMap<>(KEY.publicJwk());
    jwk.put(name, value);
    return jwk;
  }

  private static void refused(Map<String, Object> jwk) {
    assertThatThrownBy(() -> PublicJwk.parse(jwk))
        .as(jwk.toString())
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause();
  }
}
