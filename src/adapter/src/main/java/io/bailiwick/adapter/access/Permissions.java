package io.bailiwick.adapter.access;

import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.Scope;
import java.util.Arrays;

/**
 * What a caller may do with a kind of thing, asked in the terms of permission lists: a resource and
 * some actions, of which it must have every one. None asked for is none had. There is no wildcard.
 * Immutable and thread-safe.
 */
public record Permissions(Caller caller) {

  /** Of every such thing: {@code has("sessions", "read", "write")}. */
  public boolean has(String resource, String... actions) {
    return actions.length > 0
        && Arrays.stream(actions).allMatch(each -> caller.can(Scope.global(resource, each)));
  }

  /** Of that very one: {@code hasOn("agents", "research-agent", "run")}. */
  public boolean hasOn(String resource, String id, String... actions) {
    return actions.length > 0
        && Arrays.stream(actions).allMatch(each -> caller.can(Scope.of(resource, id, each)));
  }

  /** Nothing of a token. */
  @Override
  public String toString() {
    return "Permissions[" + caller + "]";
  }
}
