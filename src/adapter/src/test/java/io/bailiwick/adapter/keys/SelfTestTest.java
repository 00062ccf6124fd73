package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPrivateKeySpec;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SelfTestTest {
  /** The private exponent of RFC 7515, A.2. */
  private static final BigInteger A2_EXPONENT =
      new BigInteger(
          1,
          Base64.getUrlDecoder()
              .decode(
                  "Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2NXOoAJe46sui395IW_GO-pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M_V51gfpRLI9JYanrC4D4qAdGcopV_0ZHHzQlBjudU2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQyGWSeWjnczT0QU91p1DhOVRuOopznQ"));

  static Stream<Arguments> everyProviderAndAlgorithm() {
    return CryptoChoiceTest.present().stream()
        .flatMap(
            provider ->
                Stream.of(JwsAlgorithm.values())
                    .map(algorithm -> Arguments.of(provider, algorithm)));
  }

  @ParameterizedTest
  @MethodSource("everyProviderAndAlgorithm")
  void providerThatIsTestedWith_passesForEveryAlgorithm(
      CryptoProvider provider, JwsAlgorithm algorithm) {
    JcaSignature how = ProviderCandidate.find(provider).signature(algorithm).orElseThrow();
    assertThat(SelfTest.failure(how)).isEmpty();
  }

  @Test
  void providerWithoutFault_passes() {
    assertThat(failure(FakeProvider.Fault.NONE)).isEqualTo("none");
  }

  @ParameterizedTest
  @EnumSource(value = FakeProvider.Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void providerWithAFault_fails(FakeProvider.Fault fault) {
    String expected =
        switch (fault) {
          case TAKES_EVERYTHING, SAYS_WHAT_IT_SAID_FIRST -> "it takes a bad signature for good";
          case TAKES_NOTHING, CANT_PROCESS -> "it refuses a good signature";
          case REFUSES_WHAT_COMES_AFTER_A_BAD_ONE -> "it refuses a good signature after bad ones";
          case IGNORES_THE_TEXT -> "it takes a signature over another text for good";
          case IGNORES_THE_KEY -> "it takes a signature by another key for good";
          case FAILS -> "it fails with ProviderException";
          case TAKES_NO_KEY -> "it fails with InvalidKeyException";
          // used as it must be, it is none: what has thrown is not used again
          case NONE, THROWS_AND_REMEMBERS -> "none";
        };
    assertThat(failure(fault)).isEqualTo(expected);
  }

  private static String failure(FakeProvider.Fault fault) {
    JcaSignature how = JcaSignature.of(JwsAlgorithm.ES256, new FakeProvider(fault)).orElseThrow();
    return SelfTest.failure(how).orElse("none");
  }

  /** Those that no RFC gives: anyone can make them from the key that one does give. */
  @ParameterizedTest
  @EnumSource(
      value = JwsAlgorithm.class,
      names = {"RS256", "RS384", "RS512"})
  void knownAnswerInPkcs1_isWhatThePublishedPrivateKeyMakes(JwsAlgorithm algorithm)
      throws GeneralSecurityException {
    KnownAnswer known = KnownAnswer.of(algorithm);
    BigInteger modulus = ((RSAPublicKey) known.key()).getModulus();
    PrivateKey key =
        KeyFactory.getInstance("RSA").generatePrivate(new RSAPrivateKeySpec(modulus, A2_EXPONENT));
    Signature signature =
        Signature.getInstance("SHA" + algorithm.digestBits() + "withRSA", "SunRsaSign");
    signature.initSign(key);
    signature.update(known.message());
    assertThat(signature.sign()).isEqualTo(known.signature());
  }

  /** Else they would show nothing: noise is refused by any provider. */
  @ParameterizedTest
  @EnumSource(
      value = JwsAlgorithm.class,
      names = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
  void badKnownAnswer_isGoodInItsOwnWay(JwsAlgorithm algorithm) throws GeneralSecurityException {
    KnownAnswer known = KnownAnswer.of(algorithm);
    assertThat(known.bad()).hasSize(1);
    Signature otherWay;
    if (algorithm.family() == JwsAlgorithm.Family.RSA_PKCS1) {
      String digest = algorithm == JwsAlgorithm.RS256 ? "SHA384" : "SHA256";
      otherWay = Signature.getInstance(digest + "withRSA", "SunRsaSign");
    } else {
      String digest = "SHA-" + algorithm.digestBits();
      otherWay = Signature.getInstance("RSASSA-PSS", "SunRsaSign");
      otherWay.setParameter(
          new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), 20, 1));
    }
    otherWay.initVerify((PublicKey) known.key());
    otherWay.update(known.message());
    assertThat(otherWay.verify(known.bad().get(0))).isTrue();
  }
}
