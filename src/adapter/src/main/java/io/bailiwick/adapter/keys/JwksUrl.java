package io.bailiwick.adapter.keys;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** An issuer's JWKS by URL: rotation and outage included. Thread-safe. */
public final class JwksUrl implements KeySource {
  private JwksUrl() {}

  /** Finds the JWKS through the issuer's {@code /.well-known/openid-configuration}. */
  public static Builder ofIssuer(String issuer) {
    throw new UnsupportedOperationException();
  }

  /** Reads the JWKS at that address. */
  public static Builder at(URI jwks) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<VerificationKey> find(Optional<String> kid, JwsAlgorithm algorithm) {
    throw new UnsupportedOperationException();
  }

  @Override
  public KeyHealth health() {
    throw new UnsupportedOperationException();
  }

  /** Every setting has a default. */
  public static final class Builder {
    private Builder() {}

    /** Loosens: {@code http} to hosts other than this machine's loopback. */
    public Builder allowPlainHttp() {
      throw new UnsupportedOperationException();
    }

    /** How long keys are used before they are read again; 5 minutes unless told. */
    public Builder maxAge(Duration age) {
      throw new UnsupportedOperationException();
    }

    /** How long known keys go on verifying while the issuer can't be read; 24 hours unless told. */
    public Builder staleLimit(Duration age) {
      throw new UnsupportedOperationException();
    }

    public Builder clock(Clock clock) {
      throw new UnsupportedOperationException();
    }

    public JwksUrl build() {
      throw new UnsupportedOperationException();
    }
  }
}
