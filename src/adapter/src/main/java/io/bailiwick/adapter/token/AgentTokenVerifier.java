package io.bailiwick.adapter.token;

import io.bailiwick.adapter.keys.KeyHealth;
import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.scope.ScopeRules;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** From a compact JWS to a {@link Caller}. Thread-safe. */
public final class AgentTokenVerifier implements CallerVerifier {
  private AgentTokenVerifier() {}

  public static Builder builder() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Caller verify(String token) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> loosened() {
    throw new UnsupportedOperationException();
  }

  /** How the keys are, by issuer. */
  public Map<String, KeyHealth> health() {
    throw new UnsupportedOperationException();
  }

  /** Demands an issuer and an audience. Setting a thing twice is an error. */
  public static final class Builder {
    private Builder() {}

    /** Trusts one more issuer, with its own keys; may be called for several. */
    public Builder issuer(String issuer, KeySource keys) {
      throw new UnsupportedOperationException();
    }

    /** The agent service's client id. */
    public Builder audience(String clientId) {
      throw new UnsupportedOperationException();
    }

    public Builder rules(ScopeRules rules) {
      throw new UnsupportedOperationException();
    }

    public Builder clock(Clock clock) {
      throw new UnsupportedOperationException();
    }

    /** The most characters of a token; 16384 unless told. */
    public Builder maxTokenLength(int characters) {
      throw new UnsupportedOperationException();
    }

    /** Loosens: takes the header type {@code JWT} too, where the payload's is {@code Bearer}. */
    public Builder acceptPlainJwtType() {
      throw new UnsupportedOperationException();
    }

    /** The claim that holds the scopes; {@code scopes} unless told. */
    public Builder scopesClaim(String name) {
      throw new UnsupportedOperationException();
    }

    /** The claim that names the user; {@code sub} unless told. */
    public Builder userClaim(String name) {
      throw new UnsupportedOperationException();
    }

    /** The claim that names the audience; {@code aud} unless told. */
    public Builder audienceClaim(String name) {
      throw new UnsupportedOperationException();
    }

    /** Claims to hand on to the request: {@link Caller#claims()}. */
    public Builder handOnClaims(String... names) {
      throw new UnsupportedOperationException();
    }

    public AgentTokenVerifier build() {
      throw new UnsupportedOperationException();
    }
  }
}
