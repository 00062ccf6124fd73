package io.bailiwick.adapter.keys;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PublicKey;
import java.security.SignatureException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * A key and the algorithms it may be used with, and no others (RFC 8725, 3.1): a token's header
 * chooses among keys, never how a key is used. Immutable and thread-safe.
 */
public final class VerificationKey {
  /** The fewest bits of an RSA key (RFC 7518, 3.3). */
  public static final int MIN_RSA_BITS = 2048;

  /** The most bits of an RSA key: more only costs time. */
  public static final int MAX_RSA_BITS = 8192;

  private final Optional<String> kid;
  private final Key key;
  private final Set<JwsAlgorithm> algorithms;
  private final SignatureRange range;

  /** As each provider that was asked for wants it; a process has few of them. */
  private final Map<JcaSignature, SignatureCheck> checks = new ConcurrentHashMap<>();

  private VerificationKey(
      Optional<String> kid, Key key, Set<JwsAlgorithm> algorithms, SignatureRange range) {
    this.kid = kid;
    this.key = key;
    this.algorithms = Collections.unmodifiableSet(EnumSet.copyOf(algorithms));
    this.range = range;
  }

  /**
   * A public key, for every algorithm of its kind.
   *
   * @throws IllegalArgumentException where it is neither RSA of {@value #MIN_RSA_BITS} to {@value
   *     #MAX_RSA_BITS} bits, nor a point on P-256, P-384 or P-521, nor Ed25519, or is known to be
   *     weak
   */
  public static VerificationKey of(Optional<String> kid, PublicKey key) {
    TrustedPublicKey trusted = TrustedPublicKey.of(key);
    return new VerificationKey(kid, trusted.key(), trusted.algorithms(), trusted.range());
  }

  static VerificationKey secret(SecretKey secret) {
    return new VerificationKey(
        Optional.empty(), secret, EnumSet.of(JwsAlgorithm.HS256), SignatureRange.mac(32));
  }

  /**
   * The same key for one algorithm only.
   *
   * @throws IllegalArgumentException where it was not for that one
   */
  public VerificationKey onlyFor(JwsAlgorithm algorithm) {
    if (!algorithms.contains(algorithm)) {
      throw new IllegalArgumentException("The key is of another kind than its algorithm");
    }
    return new VerificationKey(kid, key, EnumSet.of(algorithm), range);
  }

  /** The id by which a token's header names it. */
  public Optional<String> kid() {
    return kid;
  }

  /** What it may be used with; never empty. */
  public Set<JwsAlgorithm> algorithms() {
    return algorithms;
  }

  /** Whether it is that key, under the same id and for the same algorithms, be it read anew. */
  public boolean isSameAs(VerificationKey other) {
    return this == other
        || (kid.equals(other.kid) && algorithms.equals(other.algorithms) && key.equals(other.key));
  }

  /**
   * Whether this is the key's signature over those bytes, as RFC 7515 writes it (ECDSA: R and S,
   * RFC 7518, 3.4). Never for an algorithm that the key is not for. By the provider that {@link
   * CryptoChoice#ofProcess()} names.
   */
  public boolean verifies(JwsAlgorithm algorithm, byte[] signed, byte[] signature) {
    return verifies(algorithm, signed, 0, signed.length, signature);
  }

  /**
   * As {@link #verifies(JwsAlgorithm, byte[], byte[])}, over part of an array: no copy is made.
   *
   * @throws IndexOutOfBoundsException where the range is not within the array
   */
  public boolean verifies(
      JwsAlgorithm algorithm, byte[] signed, int offset, int length, byte[] signature) {
    return verifies(CryptoChoice.ofProcess(), algorithm, signed, offset, length, signature);
  }

  /**
   * By the provider that the choice names; where that one fails, by the JDK, and the choice counts
   * it. Where it could not process the signature ({@link SignatureException}), the JDK is asked
   * too, since that may have been the provider's own fault; it counts as such only if the JDK finds
   * the signature good. What nobody can process is no signature.
   *
   * @throws IndexOutOfBoundsException where the range is not within the array
   * @throws IllegalStateException where no provider can tell
   */
  public boolean verifies(
      CryptoChoice crypto,
      JwsAlgorithm algorithm,
      byte[] signed,
      int offset,
      int length,
      byte[] signature) {
    Objects.checkFromIndexSize(offset, length, signed.length);
    if (!algorithms.contains(algorithm) || !range.holds(signature)) {
      return false;
    }
    AlgorithmChoice choice = crypto.choice(algorithm);
    JcaSignature first = choice.signature().orElseThrow(() -> nobody(algorithm, null));
    try {
      return check(first).verifies(signed, offset, length, signature);
    } catch (SignatureException e) {
      // it says no more than that it can't tell: what is not verified by another is refused
      Optional<JcaSignature> other = choice.fallback();
      boolean good = other.isPresent() && verifies(other.get(), signed, offset, length, signature);
      if (good) {
        choice.failed();
      }
      return good;
    } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
      choice.failed();
      JcaSignature other = choice.fallback().orElseThrow(() -> nobody(algorithm, e));
      return verifies(other, signed, offset, length, signature);
    }
  }

  /** By the one that there is no other behind. */
  private boolean verifies(
      JcaSignature last, byte[] signed, int offset, int length, byte[] signature) {
    try {
      return check(last).verifies(signed, offset, length, signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw nobody(last.algorithm(), e);
    }
  }

  /** Key id and algorithms; nothing of the key. */
  @Override
  public String toString() {
    return "VerificationKey[" + kid.orElse("no id") + ", " + algorithms + "]";
  }

  private SignatureCheck check(JcaSignature how) throws GeneralSecurityException {
    @Nullable SignatureCheck ready = checks.get(how);
    if (ready == null) {
      SignatureCheck made =
          key instanceof SecretKey secret
              ? SignatureCheck.of(how, secret)
              : SignatureCheck.of(how, (PublicKey) key);
      @Nullable SignatureCheck before = checks.putIfAbsent(how, made);
      ready = before == null ? made : before;
    }
    return ready;
  }

  private static IllegalStateException nobody(JwsAlgorithm algorithm, @Nullable Throwable cause) {
    return new IllegalStateException(
        "No security provider here can verify " + algorithm.jwsName(), cause);
  }
}
