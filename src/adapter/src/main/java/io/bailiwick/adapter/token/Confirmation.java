package io.bailiwick.adapter.token;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a token is bound to: its {@code cnf} claim (RFC 7800, 3.1). Where both are there, both must
 * be proved. Immutable.
 *
 * @param keyThumbprint {@code jkt}: the SHA-256 thumbprint of a DPoP key (RFC 9449, 6.1)
 * @param certificateThumbprint {@code x5t#S256}: that of a client certificate (RFC 8705, 3.1)
 */
public record Confirmation(Optional<String> keyThumbprint, Optional<String> certificateThumbprint) {

  /** SHA-256 in base64url; what is not written so matches nothing. */
  private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");

  /**
   * @throws IllegalArgumentException where there is neither, or one is no thumbprint
   */
  public Confirmation {
    if (keyThumbprint.isEmpty() && certificateThumbprint.isEmpty()) {
      throw new IllegalArgumentException("A bound token is bound to something");
    }
    if (!isThumbprint(keyThumbprint) || !isThumbprint(certificateThumbprint)) {
      throw new IllegalArgumentException("A thumbprint is SHA-256 in base64url");
    }
  }

  private static boolean isThumbprint(Optional<String> text) {
    return text.isEmpty() || THUMBPRINT.matcher(text.get()).matches();
  }

  /** To what kind of thing; not to which. */
  @Override
  public String toString() {
    return "Confirmation["
        + (keyThumbprint.isPresent() ? "jkt" : "")
        + (keyThumbprint.isPresent() && certificateThumbprint.isPresent() ? ", " : "")
        + (certificateThumbprint.isPresent() ? "x5t#S256" : "")
        + "]";
  }
}
