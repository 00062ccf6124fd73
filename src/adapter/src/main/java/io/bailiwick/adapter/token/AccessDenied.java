package io.bailiwick.adapter.token;

import io.bailiwick.scope.Scope;
import java.util.List;

/** A verified caller may not do what was required of it: a 403, never a 401. */
public final class AccessDenied extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Scope> required;

  public AccessDenied(List<Scope> required) {
    super("The caller lacks a scope that is required, or is bound elsewhere", null, false, false);
    this.required = List.copyOf(required);
  }

  /** All that the operation needs, not just what was missing; empty where a binding denied it. */
  public List<Scope> required() {
    return required;
  }
}
