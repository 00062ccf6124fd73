package io.bailiwick.adapter.proof;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces that this service gives out and wants to see in proofs (RFC 9449, 8 and 9), so that no
 * proof can be made long before it is used. Nothing is stored: a nonce is a period's number with an
 * HMAC over it, good for its period and the one after. Thread-safe.
 */
public final class DpopNonces {
  /** The fewest bytes of a secret. */
  public static final int MIN_SECRET_BYTES = 32;

  private static final Duration PERIOD = Duration.ofMinutes(2);
  private static final int MAC_BYTES = 16;
  private static final int TEXT_LENGTH = (Long.BYTES + MAC_BYTES) * 8 / 6;

  private final SecretKey secret;
  private final Clock clock;

  private DpopNonces(byte[] secret, Clock clock) {
    this.secret = new SecretKeySpec(secret, "HmacSHA256");
    this.clock = clock;
  }

  /** With a secret of this process: its nonces end with it, and no other instance takes them. */
  public static DpopNonces ofProcess(Clock clock) {
    byte[] secret = new byte[MIN_SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return new DpopNonces(secret, clock);
  }

  /**
   * With a secret that the instances of a service share.
   *
   * @throws IllegalArgumentException where it is shorter than {@value #MIN_SECRET_BYTES} bytes
   */
  public static DpopNonces of(byte[] secret, Clock clock) {
    if (secret.length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "A nonce's secret has at least " + MIN_SECRET_BYTES + " bytes; make them at random");
    }
    return new DpopNonces(secret.clone(), clock);
  }

  /** The one to give out now. */
  String current() {
    return of(period());
  }

  /** Whether it was given out in this period or the one before. */
  @SuppressWarnings("ShortCircuitBoolean") // both, so that the time does not say which
  boolean accepts(String nonce) {
    if (nonce.length() != TEXT_LENGTH) {
      return false;
    }
    long now = period();
    return Sha256.same(nonce, of(now)) | Sha256.same(nonce, of(now - 1));
  }

  @Override
  public String toString() {
    return "DpopNonces";
  }

  private long period() {
    return Math.floorDiv(clock.instant().getEpochSecond(), PERIOD.toSeconds());
  }

  private String of(long period) {
    byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(period).array();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      byte[] nonce = Arrays.copyOf(number, Long.BYTES + MAC_BYTES);
      System.arraycopy(mac.doFinal(number), 0, nonce, Long.BYTES, MAC_BYTES);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has HmacSHA256", e);
    }
  }
}
