package io.bailiwick.adapter.token;

import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.scope.ScopeRules;
import java.time.Clock;

/** From a compact JWS to a {@link Caller}. Thread-safe. */
public final class AgentTokenVerifier {
  private AgentTokenVerifier() {}

  public static Builder builder() {
    throw new UnsupportedOperationException();
  }

  /**
   * @throws TokenRejected where the token is not to be believed
   * @throws io.bailiwick.adapter.keys.KeysUnavailable where that can't be told now
   */
  public Caller verify(String token) {
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

    public AgentTokenVerifier build() {
      throw new UnsupportedOperationException();
    }
  }
}
