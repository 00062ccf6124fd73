package io.bailiwick.adapter.token;

import io.bailiwick.scope.AgentBinding;
import io.bailiwick.scope.Scope;
import io.bailiwick.scope.ScopeSet;
import io.bailiwick.scope.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Proof of verification: only a verifier makes one. Immutable. */
public final class Caller {
  Caller() {}

  /** Who this is, apart from the token's bytes: what a session or a connection is bound to. */
  public record Identity(String issuer, String subject, Optional<String> clientId) {}

  /** One link of the RFC 8693 actor chain; the first of {@link #actors()} acts now. */
  public record Actor(String subject, Optional<String> issuer) {}

  public Identity identity() {
    throw new UnsupportedOperationException();
  }

  public String issuer() {
    throw new UnsupportedOperationException();
  }

  public String subject() {
    throw new UnsupportedOperationException();
  }

  public Optional<String> sessionId() {
    throw new UnsupportedOperationException();
  }

  public Optional<String> tokenId() {
    throw new UnsupportedOperationException();
  }

  public Optional<String> name() {
    throw new UnsupportedOperationException();
  }

  public Optional<String> email() {
    throw new UnsupportedOperationException();
  }

  public ScopeSet scopes() {
    throw new UnsupportedOperationException();
  }

  /** What the token is bound to; empty: any agent. */
  public Optional<AgentBinding> agent() {
    throw new UnsupportedOperationException();
  }

  public List<Actor> actors() {
    throw new UnsupportedOperationException();
  }

  public AuthMethod authMethod() {
    throw new UnsupportedOperationException();
  }

  public Instant issuedAt() {
    throw new UnsupportedOperationException();
  }

  public Instant expiresAt() {
    throw new UnsupportedOperationException();
  }

  /** The claims that the verifier was told to hand on, and no others. */
  public Map<String, Object> claims() {
    throw new UnsupportedOperationException();
  }

  /**
   * Whether scopes and binding allow it. A bound caller can do nothing that does not name its
   * agent: no global requirement, no other family, no other agent.
   */
  public boolean can(Scope required) {
    throw new UnsupportedOperationException();
  }

  /** What a listing may show: by scope, and within the binding. */
  public Visibility visible(String resource, String action) {
    throw new UnsupportedOperationException();
  }
}
