package io.bailiwick.adapter.token;

import io.bailiwick.scope.AgentBinding;
import io.bailiwick.scope.AgentPath;
import io.bailiwick.scope.Scope;
import io.bailiwick.scope.ScopeSet;
import io.bailiwick.scope.Visibility;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proof of verification: only a verifier makes one, so whoever holds one need not check again.
 * Immutable and thread-safe.
 */
public final class Caller {
  private final Facts facts;

  Caller(Facts facts) {
    this.facts = facts;
  }

  /** What was verified. */
  record Facts(
      Identity identity,
      Optional<String> sessionId,
      Optional<String> tokenId,
      Optional<Presented> presented,
      Optional<String> name,
      Optional<String> email,
      ScopeSet scopes,
      Optional<AgentBinding> agent,
      List<Actor> actors,
      AuthMethod authMethod,
      Instant issuedAt,
      Instant expiresAt,
      Optional<Confirmation> confirmation,
      Map<String, Object> claims) {}

  /** Who this is, apart from the token's bytes: what a session or a connection is bound to. */
  public record Identity(String issuer, String subject, Optional<String> clientId) {}

  /** One link of the RFC 8693 actor chain; the first of {@link #actors()} acts now. */
  public record Actor(String subject, Optional<String> issuer) {}

  /**
   * The token that a handle was minted with. What is revoked is meant for it as well as for the one
   * that the handle was redeemed for.
   */
  public record Presented(Instant issuedAt, String tokenId) {
    @Override
    public String toString() {
      return "Presented[" + issuedAt + "]";
    }
  }

  public Identity identity() {
    return facts.identity;
  }

  public String issuer() {
    return facts.identity.issuer;
  }

  /** The token's {@code sub}, or the claim that the verifier was told to take as the user. */
  public String subject() {
    return facts.identity.subject;
  }

  /** The token's {@code sid}. */
  public Optional<String> sessionId() {
    return facts.sessionId;
  }

  /** The token's {@code jti}. */
  public Optional<String> tokenId() {
    return facts.tokenId;
  }

  /** What its ticket was minted with ({@code presented}); empty where it came itself. */
  public Optional<Presented> presented() {
    return facts.presented;
  }

  /** Whether that is its own {@code jti}, or that of the token that its ticket was minted with. */
  public boolean hasTokenId(String jti) {
    return facts.tokenId.filter(jti::equals).isPresent()
        || facts.presented.filter(token -> token.tokenId.equals(jti)).isPresent();
  }

  /** The {@code jti} that a ticket does not change: the presented token's, or its own. */
  public Optional<String> originalTokenId() {
    return facts.presented.map(Presented::tokenId).or(() -> facts.tokenId);
  }

  public Optional<String> name() {
    return facts.name;
  }

  public Optional<String> email() {
    return facts.email;
  }

  /** What is held, whatever the binding: decide by {@link #can}, which heeds both. */
  public ScopeSet scopes() {
    return facts.scopes;
  }

  /** What the token is bound to; empty: any agent. */
  public Optional<AgentBinding> agent() {
    return facts.agent;
  }

  /** Who acts for the subject, the one that acts now first; empty where the subject acts itself. */
  public List<Actor> actors() {
    return facts.actors;
  }

  public AuthMethod authMethod() {
    return facts.authMethod;
  }

  public Instant issuedAt() {
    return facts.issuedAt;
  }

  /** When what it holds was issued: the token that its ticket was minted with, or itself. */
  public Instant originallyIssuedAt() {
    return facts.presented.map(Presented::issuedAt).orElse(facts.issuedAt);
  }

  /**
   * Whether it was issued then or before ({@code iat <= T}), or the token was that its ticket was
   * minted with.
   *
   * @param second of the epoch, since {@code iat} is in whole seconds
   */
  public boolean isIssuedBy(long second) {
    return facts.issuedAt.getEpochSecond() <= second
        || originallyIssuedAt().getEpochSecond() <= second;
  }

  /** From this instant on, this proof is void. */
  public Instant expiresAt() {
    return facts.expiresAt;
  }

  /**
   * The key or certificate that the token is bound to ({@code cnf}, RFC 7800, 3.1), and that was
   * proved for this caller; empty for a bearer's.
   */
  public Optional<Confirmation> confirmation() {
    return facts.confirmation;
  }

  /**
   * The claims that the verifier was told to hand on, and no others: strings, booleans, numbers,
   * lists and maps, immutable all the way down. A JSON null is left out.
   */
  public Map<String, Object> claims() {
    return facts.claims;
  }

  /**
   * Whether scopes and binding allow it. A bound caller can do nothing that does not name its
   * agent: no global requirement, no other family, no other agent. For one instance of an agent,
   * see {@link #can(AgentPath, String)}.
   */
  public boolean can(Scope required) {
    if (facts.agent.isPresent() && !namesAgent(required, facts.agent.get())) {
      return false;
    }
    return facts.scopes.covers(required);
  }

  /** Whether binding and scopes allow that action on that agent or instance. */
  public boolean can(AgentPath agent, String action) {
    return mayReach(agent) && facts.scopes.covers(AgentPath.FAMILY, agent.name(), action);
  }

  /**
   * Whether the binding allows that agent or instance, whatever the scopes; keys are compared
   * element by element. One bound to an instance may not reach the agent as a whole.
   */
  public boolean mayReach(AgentPath agent) {
    return facts.agent.isEmpty() || facts.agent.get().admits(agent.name(), agent.key());
  }

  /**
   * @throws AccessDenied unless {@link #can}
   */
  public void require(Scope required) {
    if (!can(required)) {
      throw new AccessDenied(List.of(required));
    }
  }

  /**
   * @throws AccessDenied unless the caller {@link #can} do every one; an empty list is denied
   */
  public void requireAll(Collection<? extends Scope> required) {
    if (required.isEmpty() || !required.stream().allMatch(this::can)) {
      throw new AccessDenied(List.copyOf(required));
    }
  }

  /**
   * @throws AccessDenied unless the caller {@link #can} do one of them
   */
  public void requireAny(Collection<? extends Scope> alternatives) {
    if (alternatives.stream().noneMatch(this::can)) {
      throw new AccessDenied(List.copyOf(alternatives));
    }
  }

  /**
   * @throws AccessDenied unless {@link #mayReach}; its required scopes are empty
   */
  public void requireReach(AgentPath agent) {
    if (!mayReach(agent)) {
      throw new AccessDenied(List.of());
    }
  }

  /** What a listing may show: by scope, and within the binding. */
  public Visibility visible(String resource, String action) {
    if (facts.agent.isEmpty()) {
      return facts.scopes.visible(resource, action);
    }
    if (!resource.equals(AgentPath.FAMILY)) {
      return Visibility.NONE;
    }
    return facts
        .scopes
        .visible(resource, action)
        .meet(Visibility.ofIds(Set.of(facts.agent.get().name())));
  }

  /** How the caller came and until when; neither who it is nor anything of the token. */
  @Override
  public String toString() {
    return "Caller[" + facts.authMethod + ", expires " + facts.expiresAt + "]";
  }

  private static boolean namesAgent(Scope required, AgentBinding agent) {
    return required instanceof Scope.PerResource one
        && one.resource().equals(AgentPath.FAMILY)
        && one.id().equals(agent.name());
  }
}
