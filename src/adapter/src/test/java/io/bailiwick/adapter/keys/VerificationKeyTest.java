package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import io.bailiwick.testkit.TestKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class VerificationKeyTest {
  /** RFC 7515, A.2. */
  private static final String A2_KEY =
      """
      {"kty":"RSA",
       "n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
       "e":"AQAB"}""";

  private static final String A2_SIGNED =
      "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

  private static final String A2_SIGNATURE =
      "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

  /** RFC 7515, A.3. */
  private static final String A3_KEY =
      """
      {"kty":"EC","crv":"P-256",
       "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
       "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""";

  private static final String A3_SIGNED =
      "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

  private static final String A3_SIGNATURE =
      "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

  /** RFC 7515, A.4. */
  private static final String A4_KEY =
      """
      {"kty":"EC","crv":"P-521",
       "x":"AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk",
       "y":"ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2"}""";

  private static final String A4_SIGNED = "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA";

  private static final String A4_SIGNATURE =
      "AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn";

  /** RFC 8037, A.4. */
  private static final String ED_KEY =
      "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

  private static final String ED_SIGNED =
      "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";

  private static final String ED_SIGNATURE =
      "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

  @ParameterizedTest
  @MethodSource("io.bailiwick.adapter.keys.CryptoChoiceTest#present")
  void rfc7515A2_verifiesAsRs256AndNoOther(CryptoProvider provider) throws ParseException {
    assertVector(provider, A2_KEY, JwsAlgorithm.RS256, A2_SIGNED, A2_SIGNATURE);
  }

  @ParameterizedTest
  @MethodSource("io.bailiwick.adapter.keys.CryptoChoiceTest#present")
  void rfc7515A3_verifiesAsEs256AndNoOther(CryptoProvider provider) throws ParseException {
    assertVector(provider, A3_KEY, JwsAlgorithm.ES256, A3_SIGNED, A3_SIGNATURE);
  }

  @ParameterizedTest
  @MethodSource("io.bailiwick.adapter.keys.CryptoChoiceTest#present")
  void rfc7515A4_verifiesAsEs512AndNoOther(CryptoProvider provider) throws ParseException {
    assertVector(provider, A4_KEY, JwsAlgorithm.ES512, A4_SIGNED, A4_SIGNATURE);
  }

  @ParameterizedTest
  @MethodSource("io.bailiwick.adapter.keys.CryptoChoiceTest#present")
  void rfc8037A4_verifiesAsEdDsaAndNoOther(CryptoProvider provider) throws ParseException {
    assertVector(provider, ED_KEY, JwsAlgorithm.EDDSA, ED_SIGNED, ED_SIGNATURE);
  }

  private static void assertVector(
      CryptoProvider provider, String jwk, JwsAlgorithm algorithm, String signed, String signature)
      throws ParseException {
    CryptoChoice crypto = CryptoChoice.of(provider);
    VerificationKey key = key(jwk);
    byte[] text = signed.getBytes(StandardCharsets.US_ASCII);
    byte[] good = Base64.getUrlDecoder().decode(signature);
    for (JwsAlgorithm each : JwsAlgorithm.values()) {
      assertThat(key.verifies(crypto, each, text, 0, text.length, good))
          .as(each.jwsName())
          .isEqualTo(each == algorithm);
    }
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      assertThat(key.verifies(crypto, algorithm, text, 0, text.length, bad))
          .as("byte %s", i)
          .isFalse();
    }
    byte[] other = text.clone();
    other[other.length - 1] ^= 1;
    assertThat(key.verifies(crypto, algorithm, other, 0, text.length, good)).isFalse();
    for (byte[] bad : List.of(new byte[0], Arrays.copyOf(good, good.length + 1))) {
      assertThat(key.verifies(crypto, algorithm, text, 0, text.length, bad)).isFalse();
    }
    assertThat(key.verifies(crypto, algorithm, text, 0, text.length, good))
        .as("after all the bad ones")
        .isTrue();
    assertThat(crypto.failures()).isEmpty();
  }

  @Test
  void rangeOfAnArray_isVerifiedAsItsCopyWouldBe() throws ParseException {
    byte[] text = A3_SIGNED.getBytes(StandardCharsets.US_ASCII);
    byte[] wider = new byte[text.length + 9];
    System.arraycopy(text, 0, wider, 4, text.length);
    byte[] signature = Base64.getUrlDecoder().decode(A3_SIGNATURE);
    VerificationKey key = key(A3_KEY);

    assertThat(key.verifies(JwsAlgorithm.ES256, wider, 4, text.length, signature)).isTrue();
    assertThat(key.verifies(JwsAlgorithm.ES256, wider, 4, text.length + 1, signature)).isFalse();
    assertThat(key.verifies(JwsAlgorithm.ES256, wider, 3, text.length, signature)).isFalse();
    assertThat(key.verifies(JwsAlgorithm.ES256, wider, 4, 0, signature)).isFalse();
    assertThatThrownBy(() -> key.verifies(JwsAlgorithm.ES256, wider, 4, wider.length, signature))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @MethodSource("io.bailiwick.adapter.keys.CryptoChoiceTest#present")
  void manyThreads_eachGetTheirOwnAnswer(CryptoProvider provider) throws Exception {
    CryptoChoice crypto = CryptoChoice.of(provider);
    VerificationKey key = key(A2_KEY);
    byte[] text = A2_SIGNED.getBytes(StandardCharsets.US_ASCII);
    byte[] good = Base64.getUrlDecoder().decode(A2_SIGNATURE);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int thread = 0; thread < 16; thread++) {
        int seed = thread;
        answers.add(
            threads.submit(
                () -> {
                  Random random = new Random(seed);
                  for (int i = 0; i < 200; i++) {
                    boolean flipped = random.nextBoolean();
                    byte[] signed = text.clone();
                    signed[random.nextInt(signed.length)] ^= (byte) (flipped ? 1 : 0);
                    if (key.verifies(crypto, JwsAlgorithm.RS256, signed, 0, signed.length, good)
                        == flipped) {
                      return false;
                    }
                  }
                  return true;
                }));
      }
      for (Future<Boolean> answer : answers) {
        assertThat(answer.get(60, TimeUnit.SECONDS)).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static VerificationKey key(String jwk) throws ParseException {
    JwksDocument document = JwksDocument.parse("{\"keys\":[" + jwk + "]}");
    assertThat(document.notes()).isEmpty();
    return document.keys().get(0);
  }

  @Test
  void ecdsaSignatureInDer_isRefused() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    java.security.KeyPair pair = generator.generateKeyPair();
    java.security.Signature der = java.security.Signature.getInstance("SHA256withECDSA");
    der.initSign(pair.getPrivate());
    der.update(new byte[] {1, 2, 3});

    assertThat(
            VerificationKey.of(Optional.empty(), pair.getPublic())
                .verifies(JwsAlgorithm.ES256, new byte[] {1, 2, 3}, der.sign()))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = JwsAlgorithm.class,
      names = {"ES256", "ES384", "ES512"})
  void ecdsaSignatureOfZeros_isRefused(JwsAlgorithm algorithm) {
    VerificationKey key =
        VerificationKey.of(
            Optional.empty(), TestKey.generate("k", algorithm.jwsName()).publicKey());
    int length = algorithm == JwsAlgorithm.ES256 ? 64 : algorithm == JwsAlgorithm.ES384 ? 96 : 132;
    byte[] zeroR = new byte[length];
    zeroR[length - 1] = 1;
    byte[] zeroS = new byte[length];
    zeroS[0] = 1;
    for (byte[] signature : List.of(new byte[length], zeroR, zeroS)) {
      assertThat(key.verifies(algorithm, new byte[] {1}, signature)).isFalse();
    }
  }

  @Test
  void keyForKeyAgreement_isRefused() throws GeneralSecurityException {
    PublicKey x25519 = KeyPairGenerator.getInstance("X25519").generateKeyPair().getPublic();
    PublicKey ed448 = KeyPairGenerator.getInstance("Ed448").generateKeyPair().getPublic();
    for (PublicKey key : List.of(x25519, ed448)) {
      assertThatThrownBy(() -> VerificationKey.of(Optional.empty(), key))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void keyNarrowedToOneAlgorithm_isForThatOneOnly() {
    VerificationKey rsa =
        VerificationKey.of(Optional.of("k"), TestKey.generate("k", "RS256").publicKey());
    assertThat(rsa.algorithms()).hasSize(6).doesNotContain(JwsAlgorithm.HS256);
    assertThat(rsa.onlyFor(JwsAlgorithm.PS384).algorithms()).containsExactly(JwsAlgorithm.PS384);
    assertThatThrownBy(() -> rsa.onlyFor(JwsAlgorithm.ES256))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> rsa.onlyFor(JwsAlgorithm.HS256))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nimbusReadsTheTestKeysTheSameWay() throws Exception {
    for (String algorithm : List.of("RS256", "ES256", "ES384", "ES512")) {
      TestKey key = TestKey.generate("k", algorithm);
      JWK jwk = JWK.parse(key.jwk());
      PublicKey read =
          jwk.getKeyType().getValue().equals("RSA")
              ? jwk.toRSAKey().toPublicKey()
              : jwk.toECKey().toPublicKey();
      assertThat(read).isEqualTo(key.publicKey());
    }
  }

  @Test
  void text_saysTheIdAndTheAlgorithmsAndNothingOfTheKey() throws ParseException {
    assertThat(key(A3_KEY).toString()).isEqualTo("VerificationKey[no id, [ES256]]");
    assertThat(
            SharedSecret.forDevelopment("a development secret that is long enough")
                .find(Optional.empty(), JwsAlgorithm.HS256)
                .orElseThrow()
                .toString())
        .isEqualTo("VerificationKey[no id, [HS256]]");
  }
}
