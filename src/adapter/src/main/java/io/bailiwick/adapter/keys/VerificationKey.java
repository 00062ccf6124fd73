package io.bailiwick.adapter.keys;

import java.security.PublicKey;
import java.util.Optional;
import java.util.Set;

/** A key and the algorithms it may be used with, and no others. Immutable and thread-safe. */
public final class VerificationKey {
  private VerificationKey() {}

  public static VerificationKey of(Optional<String> kid, PublicKey key) {
    throw new UnsupportedOperationException();
  }

  public Optional<String> kid() {
    throw new UnsupportedOperationException();
  }

  public Set<JwsAlgorithm> algorithms() {
    throw new UnsupportedOperationException();
  }

  public boolean verifies(JwsAlgorithm algorithm, byte[] signed, byte[] signature) {
    throw new UnsupportedOperationException();
  }
}
