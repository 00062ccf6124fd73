package io.bailiwick.adapter.life;

import java.time.Instant;
import java.util.Optional;

/**
 * Hears of what is revoked, once it is remembered. Implementations are thread-safe and wait for
 * nobody. What one throws is logged and keeps no other from hearing.
 */
@FunctionalInterface
public interface RevocationListener {
  void revoked(Revocation revocation);

  /**
   * It is not known what was revoked among the tokens that were issued up to then: those who came
   * with one are to bring a fresh one.
   *
   * @param issuer whose tokens; empty: of every issuer
   */
  default void unknown(Optional<String> issuer, Instant issuedUpTo) {}
}
