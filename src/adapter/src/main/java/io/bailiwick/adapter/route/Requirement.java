package io.bailiwick.adapter.route;

import io.bailiwick.scope.Scope;
import java.util.List;

/** What a route demands of its caller. */
public sealed interface Requirement {
  /** No credential is needed, and none is looked at. */
  record Public() implements Requirement {}

  /** A valid token, whatever it may do. */
  record Authenticated() implements Requirement {}

  /** Every one of these; never empty. */
  record AllOf(List<Scope> scopes) implements Requirement {}

  /** At least one of these; never empty. */
  record AnyOf(List<Scope> scopes) implements Requirement {}
}
