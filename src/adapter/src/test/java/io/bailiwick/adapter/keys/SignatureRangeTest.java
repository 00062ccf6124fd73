package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a signature can be at all, and how it is written for providers that want DER. */
class SignatureRangeTest {
  private static final BigInteger ONE = BigInteger.ONE;

  @ParameterizedTest
  @CsvSource({"ES256,32", "ES384,48", "ES512,66"})
  void ecdsaNumbers_areFromOneToBelowTheOrder(JwsAlgorithm algorithm, int half) {
    BigInteger order = ((ECPublicKey) KnownAnswer.of(algorithm).key()).getParams().getOrder();
    SignatureRange range = SignatureRange.ecdsa(order);
    BigInteger top = order.subtract(ONE);

    assertThat(range.length()).isEqualTo(2 * half);
    assertThat(range.holds(two(ONE, ONE, half))).isTrue();
    assertThat(range.holds(two(top, top, half))).isTrue();
    for (BigInteger bad : new BigInteger[] {BigInteger.ZERO, order, order.add(ONE)}) {
      assertThat(range.holds(two(bad, ONE, half))).isFalse();
      assertThat(range.holds(two(ONE, bad, half))).isFalse();
    }
    assertThat(range.holds(Arrays.copyOf(two(ONE, ONE, half), 2 * half - 1))).isFalse();
    assertThat(range.holds(Arrays.copyOf(two(ONE, ONE, half), 2 * half + 1))).isFalse();
    assertThat(range.holds(new byte[0])).isFalse();
  }

  @Test
  void rsaNumber_isBelowTheModulusAndAsLong() {
    BigInteger modulus = ONE.shiftLeft(2047).add(ONE);
    SignatureRange range = SignatureRange.rsa(modulus);
    assertThat(range.holds(big(modulus.subtract(ONE), 256))).isTrue();
    assertThat(range.holds(big(ONE, 256))).isTrue();
    assertThat(range.holds(big(modulus, 256))).isFalse();
    assertThat(range.holds(big(modulus.add(ONE), 256))).isFalse();
    assertThat(range.holds(big(ONE, 255))).isFalse();
    assertThat(range.holds(big(ONE, 257))).isFalse();
  }

  @Test
  void modulusOfNoWholeBytes_isAsLongAsItNeeds() {
    BigInteger modulus = ONE.shiftLeft(2048).add(ONE); // 2049 bits
    assertThat(SignatureRange.rsa(modulus).length()).isEqualTo(257);
    assertThat(SignatureRange.rsa(modulus).holds(big(modulus.subtract(ONE), 257))).isTrue();
    assertThat(SignatureRange.rsa(modulus).holds(big(modulus, 257))).isFalse();
  }

  @Test
  void ed25519Number_isBelowTheOrder() {
    SignatureRange range = SignatureRange.ed25519();
    BigInteger order = SignatureRange.ED25519_ORDER;
    assertThat(order.isProbablePrime(50)).isTrue();
    assertThat(range.holds(ed(order.subtract(ONE)))).isTrue();
    assertThat(range.holds(ed(BigInteger.ZERO))).isTrue();
    assertThat(range.holds(ed(order))).isFalse();
    assertThat(range.holds(ed(order.add(ONE)))).isFalse();
    assertThat(range.holds(ed(ONE.shiftLeft(256).subtract(ONE)))).isFalse();
    assertThat(range.holds(Arrays.copyOf(ed(ONE), 63))).isFalse();
    assertThat(range.holds(Arrays.copyOf(ed(ONE), 65))).isFalse();
  }

  @Test
  void mac_isAsLongAsItIs() {
    assertThat(SignatureRange.mac(32).holds(new byte[32])).isTrue();
    assertThat(SignatureRange.mac(32).holds(new byte[31])).isFalse();
  }

  /** Read back by a reader that knows nothing of how it was written. */
  @Property(tries = 300)
  boolean der_holdsTheTwoNumbers(
      @ForAll @Size(66) byte[] r,
      @ForAll @Size(66) byte[] s,
      @ForAll @IntRange(min = 0, max = 65) int zerosOfR,
      @ForAll @IntRange(min = 0, max = 65) int zerosOfS) {
    Arrays.fill(r, 0, zerosOfR, (byte) 0);
    Arrays.fill(s, 0, zerosOfS, (byte) 0);
    byte[] both = Arrays.copyOf(r, 132);
    System.arraycopy(s, 0, both, 66, 66);
    byte[] der = EcdsaDer.encode(both);
    BigInteger[] read = readDer(der);
    return read[0].equals(new BigInteger(1, r)) && read[1].equals(new BigInteger(1, s));
  }

  private static BigInteger[] readDer(byte[] der) {
    java.nio.ByteBuffer in = java.nio.ByteBuffer.wrap(der);
    assertThat(in.get()).isEqualTo((byte) 0x30);
    int length = in.get() & 0xff;
    if (length == 0x81) {
      length = in.get() & 0xff;
      assertThat(length).as("the short form is a must where it will do").isGreaterThan(127);
    } else {
      assertThat(length).isLessThan(128);
    }
    assertThat(in.remaining()).isEqualTo(length);
    BigInteger[] two = {readInteger(in), readInteger(in)};
    assertThat(in.remaining()).isZero();
    return two;
  }

  private static BigInteger readInteger(java.nio.ByteBuffer in) {
    assertThat(in.get()).isEqualTo((byte) 0x02);
    byte[] bytes = new byte[in.get()];
    in.get(bytes);
    BigInteger number = new BigInteger(bytes);
    assertThat(number.toByteArray()).as("in its shortest form").isEqualTo(bytes);
    return number;
  }

  @ParameterizedTest
  @CsvSource({"secp256r1,SHA256", "secp384r1,SHA384", "secp521r1,SHA512"})
  void der_isWhatTheJdkMakesOfTheSameNumbers(String curve, String digest)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    KeyPair pair = generator.generateKeyPair();
    Signature signing = Signature.getInstance(digest + "withECDSAinP1363Format");
    signing.initSign(pair.getPrivate());
    Signature verifying = Signature.getInstance(digest + "withECDSA");
    for (byte i = 0; i < 4; i++) {
      signing.update(i);
      byte[] der = EcdsaDer.encode(signing.sign());
      verifying.initVerify(pair.getPublic());
      verifying.update(i);
      assertThat(verifying.verify(der)).isTrue();
    }
  }

  private static byte[] two(BigInteger r, BigInteger s, int half) {
    byte[] both = Arrays.copyOf(big(r, half), 2 * half);
    System.arraycopy(big(s, half), 0, both, half, half);
    return both;
  }

  private static byte[] big(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] exact = new byte[length];
    int from = Math.max(0, bytes.length - length);
    System.arraycopy(bytes, from, exact, length - bytes.length + from, bytes.length - from);
    return exact;
  }

  private static byte[] ed(BigInteger s) {
    byte[] big = big(s, 32);
    byte[] both = new byte[64];
    for (int i = 0; i < 32; i++) {
      both[32 + i] = big[31 - i];
    }
    return both;
  }
}
