package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.testkit.TestKey;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that are refused when they are loaded, whoever publishes them. */
class WeakKeysTest {
  private static final BigInteger F4 = RSAKeyGenParameterSpec.F4;
  private static final BigInteger MODULUS =
      ((RSAPublicKey) TestKey.generate("k", "RS256").publicKey()).getModulus();

  /** 2^255 - 19. */
  private static final BigInteger P =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

  /** The y of a point of order 8 on edwards25519, as lists of such points have it. */
  private static final BigInteger ORDER_8 =
      new BigInteger(
          "55188659117513257062467267217118295137698188065244968500265048394206261417927");

  private static void assertRefused(PublicKey key, String why) {
    assertThatThrownBy(() -> VerificationKey.of(Optional.empty(), key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void rsaKeyOfTheMostBits_isTaken() {
    // sixteen times as long a search for two primes would show no more
    BigInteger modulus = BigInteger.ONE.shiftLeft(8191).setBit(0);
    while (hasFactorBelow(modulus, 2000)) {
      modulus = modulus.add(BigInteger.TWO);
    }
    assertThat(VerificationKey.of(Optional.empty(), new ForgedRsaKey(modulus, F4)).algorithms())
        .hasSize(6);
  }

  private static boolean hasFactorBelow(BigInteger n, int limit) {
    return IntStream.range(3, limit).anyMatch(p -> n.mod(BigInteger.valueOf(p)).signum() == 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 1024, 2047})
  void rsaKeyOfFewBits_isRefused(int bits) {
    assertRefused(
        new ForgedRsaKey(MODULUS.shiftRight(2048 - bits).setBit(0), F4), "2048 to 8192 bits");
  }

  @Test
  void rsaKeyOfTooManyBits_isRefused() {
    assertRefused(
        new ForgedRsaKey(BigInteger.ONE.shiftLeft(8192).setBit(0), F4), "2048 to 8192 bits");
    assertRefused(new ForgedRsaKey(MODULUS.negate(), F4), "2048 to 8192 bits");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 17, 257, 65535, 65536, 65538, (1L << 33) + 1, -65537})
  void rsaExponentThatIsSmallEvenOrHuge_isRefused(long exponent) {
    assertRefused(new ForgedRsaKey(MODULUS, BigInteger.valueOf(exponent)), "exponent");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 17, 743, 751})
  void rsaModulusWithASmallFactor_isRefused(int factor) {
    BigInteger by = BigInteger.valueOf(factor);
    BigInteger multiple = MODULUS.subtract(MODULUS.mod(by));
    assertRefused(new ForgedRsaKey(multiple, F4), "small factor");
  }

  /** CVE-2017-15361: a power of 65537 modulo each small prime. */
  @Test
  void rsaKeyOfTheRocaLibrary_isRefused() {
    BigInteger primorial =
        IntStream.rangeClosed(2, 701)
            .mapToObj(BigInteger::valueOf)
            .filter(p -> p.isProbablePrime(30))
            .reduce(BigInteger.ONE, BigInteger::multiply);
    BigInteger residue = F4.modPow(BigInteger.valueOf(123456), primorial);
    BigInteger multiple = MODULUS.subtract(MODULUS.mod(primorial));
    BigInteger weak = multiple.add(residue);
    // by chance it may be a multiple of a prime past the primorial: the next of its kind is not
    while (weak.gcd(productOfPrimes(709, 751)).compareTo(BigInteger.ONE) > 0) {
      weak = weak.add(primorial);
    }
    assertRefused(new ForgedRsaKey(weak, F4), "CVE-2017-15361");
    assertThat(VerificationKey.of(Optional.empty(), new ForgedRsaKey(MODULUS, F4)).algorithms())
        .hasSize(6);
  }

  private static BigInteger productOfPrimes(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(BigInteger::valueOf)
        .filter(p -> p.isProbablePrime(30))
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }

  @Test
  void rsaExponentOf33Bits_isTakenByEveryProvider() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(
        new RSAKeyGenParameterSpec(2048, BigInteger.ONE.shiftLeft(32).add(BigInteger.valueOf(15))));
    assertVerifiesEverywhere(generator.generateKeyPair(), JwsAlgorithm.RS256);
  }

  @Test
  void rsaModulusOfOddLength_isTakenByEveryProvider() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2050);
    assertVerifiesEverywhere(generator.generateKeyPair(), JwsAlgorithm.RS256);
  }

  private static void assertVerifiesEverywhere(java.security.KeyPair pair, JwsAlgorithm algorithm)
      throws GeneralSecurityException {
    java.security.Signature signing = java.security.Signature.getInstance("SHA256withRSA");
    signing.initSign(pair.getPrivate());
    signing.update(new byte[] {1, 2, 3});
    byte[] signature = signing.sign();
    VerificationKey key = VerificationKey.of(Optional.empty(), pair.getPublic());
    for (CryptoProvider each : CryptoChoiceTest.present()) {
      CryptoChoice choice = CryptoChoice.of(each);
      assertThat(key.verifies(choice, algorithm, new byte[] {1, 2, 3}, 0, 3, signature))
          .as(each.title())
          .isTrue();
      assertThat(choice.failures()).as(each.title()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA-256", "SHA-384", "SHA-512"})
  void pssKeyThatSaysItsDigest_isForThatOneOnly(String digest) {
    PSSParameterSpec said =
        new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), 20, 1);
    assertThat(
            VerificationKey.of(Optional.empty(), new ForgedRsaKey(MODULUS, F4, said)).algorithms())
        .extracting(JwsAlgorithm::jwsName)
        .containsExactly("PS" + digest.substring(4));
  }

  @Test
  void pssKeyThatSaysTheSaltThatTokensHave_isTaken() {
    PSSParameterSpec said =
        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
    assertThat(
            VerificationKey.of(Optional.empty(), new ForgedRsaKey(MODULUS, F4, said)).algorithms())
        .containsExactly(JwsAlgorithm.PS256);
  }

  @Test
  void pssKeyForWhatNoTokenUses_isRefused() {
    PSSParameterSpec sha1 = new PSSParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, 20, 1);
    PSSParameterSpec mixed = new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA1, 32, 1);
    PSSParameterSpec longSalt =
        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 33, 1);
    for (PSSParameterSpec said : new PSSParameterSpec[] {sha1, mixed, longSalt}) {
      assertRefused(new ForgedRsaKey(MODULUS, F4, said), "for no algorithm");
    }
  }

  @Test
  void pointOffItsCurve_isRefused() throws GeneralSecurityException {
    ECParameterSpec curve = curve("secp256r1");
    ECPoint good = curve.getGenerator();
    assertRefused(
        new ForgedEcKey(new ECPoint(BigInteger.ONE, BigInteger.TWO), curve), "on its curve");
    assertRefused(
        new ForgedEcKey(
            new ECPoint(good.getAffineX(), good.getAffineY().add(BigInteger.ONE)), curve),
        "on its curve");
    assertRefused(
        new ForgedEcKey(new ECPoint(BigInteger.ZERO, BigInteger.ZERO), curve), "on its curve");
    assertThat(VerificationKey.of(Optional.empty(), new ForgedEcKey(good, curve)).algorithms())
        .containsExactly(JwsAlgorithm.ES256);
  }

  @Test
  void pointAtInfinity_isRefused() throws GeneralSecurityException {
    assertRefused(new ForgedEcKey(ECPoint.POINT_INFINITY, curve("secp256r1")), "on its curve");
  }

  @Test
  void pointWrittenBeyondItsField_isRefused() throws GeneralSecurityException {
    ECParameterSpec curve = curve("secp256r1");
    BigInteger p = ((java.security.spec.ECFieldFp) curve.getCurve().getField()).getP();
    ECPoint g = curve.getGenerator();
    assertRefused(
        new ForgedEcKey(new ECPoint(g.getAffineX().add(p), g.getAffineY()), curve), "on its curve");
    assertRefused(
        new ForgedEcKey(new ECPoint(g.getAffineX(), g.getAffineY().add(p)), curve), "on its curve");
    assertRefused(
        new ForgedEcKey(new ECPoint(g.getAffineX(), g.getAffineY().subtract(p)), curve),
        "on its curve");
  }

  /** CVE-2020-0601: the right curve with a generator of the forger's choice. */
  @Test
  void curveWithAnotherGenerator_isRefused() throws GeneralSecurityException {
    ECParameterSpec curve = curve("secp256r1");
    ECPoint g = curve.getGenerator();
    ECPublicKey other = (ECPublicKey) TestKey.generate("k", "ES256").publicKey();
    for (ECParameterSpec forged :
        new ECParameterSpec[] {
          new ECParameterSpec(curve.getCurve(), other.getW(), curve.getOrder(), 1),
          new ECParameterSpec(curve.getCurve(), g, curve.getOrder().subtract(BigInteger.TWO), 1),
          new ECParameterSpec(curve.getCurve(), g, curve.getOrder(), 2)
        }) {
      assertRefused(new ForgedEcKey(other.getW(), forged), "P-256, P-384 or P-521");
    }
  }

  @Test
  void pointOfAnotherCurve_isRefused() throws GeneralSecurityException {
    assertRefused(
        new ForgedEcKey(curve("secp384r1").getGenerator(), curve("secp256r1")), "on its curve");
  }

  /** RFC 8032, 5.1.7, leaves it open; with such a key a signature by nobody verifies. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ed25519KeyOfSmallOrder_isRefused(boolean xOdd) throws GeneralSecurityException {
    for (BigInteger y :
        new BigInteger[] {
          BigInteger.ZERO, BigInteger.ONE, P.subtract(BigInteger.ONE), ORDER_8, P.subtract(ORDER_8)
        }) {
      assertRefused(ed25519(xOdd, y), "small order");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 18})
  void ed25519KeyThatIsNotCanonical_isRefused(int above) throws GeneralSecurityException {
    assertRefused(ed25519(false, P.add(BigInteger.valueOf(above))), "one way");
  }

  @Test
  void ed25519KeyOffItsCurve_isRefused() throws GeneralSecurityException {
    // about half of all numbers are the y of no point
    assertRefused(ed25519(false, BigInteger.TWO), "on its curve");
  }

  /** What a provider makes of the same key says nothing then: its answers may differ. */
  @ParameterizedTest
  @EnumSource(
      value = JwsAlgorithm.class,
      names = {"RS256", "ES256"})
  void keyOfAnotherMaker_isMadeAnewFromItsNumbers(JwsAlgorithm algorithm) {
    KnownAnswer known = KnownAnswer.of(algorithm);
    PublicKey given =
        known.key() instanceof RSAPublicKey rsa
            ? new ForgedRsaKey(rsa.getModulus(), rsa.getPublicExponent())
            : new ForgedEcKey(
                ((ECPublicKey) known.key()).getW(), ((ECPublicKey) known.key()).getParams());
    VerificationKey key = VerificationKey.of(Optional.empty(), given);
    for (CryptoProvider each : CryptoChoiceTest.present()) {
      assertThat(
              key.verifies(
                  CryptoChoice.of(each),
                  algorithm,
                  known.message(),
                  0,
                  known.message().length,
                  known.signature()))
          .isTrue();
    }
  }

  /** Conscrypt's don't show their numbers; they are no reason to trust what is written in them. */
  @ParameterizedTest
  @MethodSource("io.bailiwick.adapter.keys.CryptoChoiceTest#present")
  void ed25519KeyOfAnotherProvider_isReadAndHeldToTheSame(CryptoProvider provider)
      throws GeneralSecurityException {
    JcaSignature how = ProviderCandidate.find(provider).signature(JwsAlgorithm.EDDSA).orElseThrow();
    PublicKey good = how.own((PublicKey) KnownAnswer.of(JwsAlgorithm.EDDSA).key());
    assertThat(VerificationKey.of(Optional.empty(), good).algorithms())
        .containsExactly(JwsAlgorithm.EDDSA);
    assertRefused(how.own(ed25519(false, BigInteger.ONE)), "small order");
  }

  private static ECParameterSpec curve(String name) throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(name));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  private static PublicKey ed25519(boolean xOdd, BigInteger y) throws GeneralSecurityException {
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(xOdd, y)));
  }
}
