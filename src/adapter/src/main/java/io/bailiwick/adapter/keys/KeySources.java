package io.bailiwick.adapter.keys;

import java.util.Map;
import java.util.Optional;

/** Key sources as the environment names them. */
public final class KeySources {
  private KeySources() {}

  /**
   * {@code JWT_JWKS_FILE} (a path) and {@code JWT_VERIFICATION_KEY} (PEM), in this order; empty
   * where neither is set.
   *
   * @throws IllegalArgumentException where one is set to what can't be used
   */
  public static Optional<KeySource> fromEnvironment(Map<String, String> environment) {
    throw new UnsupportedOperationException();
  }
}
