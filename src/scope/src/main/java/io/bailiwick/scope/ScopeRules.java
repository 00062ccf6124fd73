package io.bailiwick.scope;

import java.util.Optional;

/** The dialect: the admin scope's text and the opt-ins. Immutable. */
public final class ScopeRules {
  private ScopeRules() {}

  public static final String DEFAULT_ADMIN = "agent_os:admin";

  /** The default dialect: {@value #DEFAULT_ADMIN}, no opt-ins. */
  public static ScopeRules standard() {
    return new ScopeRules();
  }

  public static Builder builder() {
    throw new UnsupportedOperationException();
  }

  /** The admin scope's exact text. */
  public String admin() {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads one name.
   *
   * @return empty where the name has no colon and is not the admin scope: no agent scope, and not
   *     malformed
   * @throws MalformedScope where it is meant as an agent scope and is not one
   */
  public Optional<Scope> read(String name) {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads one name that must be an agent scope.
   *
   * @throws MalformedScope otherwise
   */
  public Scope parse(String name) {
    throw new UnsupportedOperationException();
  }

  /** Setting a thing twice is an error, and so is a cyclic implication (at build). */
  public static final class Builder {
    private Builder() {}

    public Builder admin(String text) {
      throw new UnsupportedOperationException();
    }

    public Builder prefixIds() {
      throw new UnsupportedOperationException();
    }

    public Builder actionImplies(String action, String implied) {
      throw new UnsupportedOperationException();
    }

    public ScopeRules build() {
      throw new UnsupportedOperationException();
    }
  }
}
