package io.bailiwick.adapter.keys;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * Whether a provider verifies an algorithm as it should: known good signatures are good, and those
 * that are not are bad, in any order on the same objects. What it says is about the provider as it
 * is used here, behind {@link SignatureRange}.
 */
final class SelfTest {
  private SelfTest() {}

  /** Empty where it passes; else in one sentence what went otherwise. */
  static Optional<String> failure(JcaSignature how) {
    KnownAnswer known = KnownAnswer.of(how.algorithm());
    try {
      SignatureCheck check = check(how, known.key());
      SignatureRange range = range(known);
      if (!good(check, range, known.message(), known.signature())) {
        return Optional.of("it refuses a good signature");
      }
      for (byte[] bad : bad(known)) {
        if (good(check, range, known.message(), bad)) {
          return Optional.of("it takes a bad signature for good");
        }
      }
      for (byte[] other : otherMessages(known.message())) {
        if (good(check, range, other, known.signature())) {
          return Optional.of("it takes a signature over another text for good");
        }
      }
      if (good(check(how, known.otherKey()), range, known.message(), known.signature())) {
        return Optional.of("it takes a signature by another key for good");
      }
      if (!good(check, range, known.message(), known.signature())) {
        return Optional.of("it refuses a good signature after bad ones");
      }
      return Optional.empty();
    } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
      return Optional.of("it fails with " + e.getClass().getSimpleName());
    }
  }

  private static SignatureCheck check(JcaSignature how, Key key) throws GeneralSecurityException {
    return key instanceof SecretKey secret
        ? SignatureCheck.of(how, secret)
        : SignatureCheck.of(how, (PublicKey) key);
  }

  private static boolean good(
      SignatureCheck check, SignatureRange range, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    try {
      return range.holds(signature) && check.verifies(message, 0, message.length, signature);
    } catch (SignatureException e) {
      // so do some providers say that a signature is none
      return false;
    }
  }

  private static SignatureRange range(KnownAnswer known) {
    return known.key() instanceof PublicKey key
        ? TrustedPublicKey.of(key).range()
        : SignatureRange.mac(known.signature().length);
  }

  private static List<byte[]> otherMessages(byte[] message) {
    byte[] flipped = message.clone();
    flipped[message.length - 1] ^= 1;
    return List.of(flipped, Arrays.copyOf(message, message.length - 1), new byte[0]);
  }

  private static List<byte[]> bad(KnownAnswer known) {
    byte[] good = known.signature();
    List<byte[]> bad = new ArrayList<>(known.bad());
    for (int at : new int[] {0, good.length / 2 - 1, good.length / 2, good.length - 1}) {
      byte[] flipped = good.clone();
      flipped[at] ^= 1;
      bad.add(flipped);
    }
    bad.add(new byte[0]);
    bad.add(Arrays.copyOf(good, good.length - 1));
    bad.add(Arrays.copyOf(good, good.length + 1));
    bad.add(new byte[good.length]);
    byte[] ones = new byte[good.length];
    Arrays.fill(ones, (byte) 0xff);
    bad.add(ones);
    bad.addAll(outOfRange(known));
    return bad;
  }

  /** The same numbers modulo what they are taken modulo, and zero. */
  private static List<byte[]> outOfRange(KnownAnswer known) {
    byte[] good = known.signature();
    int half = good.length / 2;
    return switch (known.algorithm().family()) {
      case RSA_PKCS1, RSA_PSS ->
          List.of(plus(good, 0, good.length, ((RSAKey) known.key()).getModulus()));
      case ECDSA -> {
        BigInteger order = ((ECKey) known.key()).getParams().getOrder();
        byte[] zero = new byte[good.length];
        yield List.of(
            plus(good, 0, half, order),
            plus(good, half, good.length, order),
            with(good, 0, zero, half),
            with(good, half, zero, half),
            with(good, 0, plus(zero, 0, half, order), half),
            with(good, half, plus(zero, 0, half, order), half));
      }
      case ED25519 -> List.of(plusLittleEndian(good, half, SignatureRange.ED25519_ORDER));
      case HMAC -> List.of();
    };
  }

  private static byte[] with(byte[] good, int at, byte[] from, int length) {
    byte[] changed = good.clone();
    System.arraycopy(from, 0, changed, at, length);
    return changed;
  }

  /** A number within an array, and more; cut to the bytes that it had. */
  private static byte[] plus(byte[] all, int from, int to, BigInteger more) {
    byte[] sum = new BigInteger(1, Arrays.copyOfRange(all, from, to)).add(more).toByteArray();
    byte[] changed = all.clone();
    Arrays.fill(changed, from, to, (byte) 0);
    int length = Math.min(sum.length, to - from);
    System.arraycopy(sum, sum.length - length, changed, to - length, length);
    return changed;
  }

  private static byte[] plusLittleEndian(byte[] all, int from, BigInteger more) {
    byte[] turned = reversed(all, from);
    return with(all, from, reversed(plus(turned, 0, turned.length, more), 0), turned.length);
  }

  private static byte[] reversed(byte[] all, int from) {
    byte[] turned = new byte[all.length - from];
    for (int i = 0; i < turned.length; i++) {
      turned[i] = all[all.length - 1 - i];
    }
    return turned;
  }
}
