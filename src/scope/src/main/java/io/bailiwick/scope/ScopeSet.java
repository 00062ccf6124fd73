package io.bailiwick.scope;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** An immutable set of rights, compiled once. Thread-safe. */
public final class ScopeSet {
  private ScopeSet() {}

  public static ScopeSet none(ScopeRules rules) {
    throw new UnsupportedOperationException();
  }

  /** Reads names: names that are no agent scopes are passed over, malformed ones counted. */
  public static ScopeSet read(ScopeRules rules, Iterable<String> names) {
    throw new UnsupportedOperationException();
  }

  public static ScopeSet of(ScopeRules rules, Collection<? extends Scope> scopes) {
    throw new UnsupportedOperationException();
  }

  public ScopeRules rules() {
    throw new UnsupportedOperationException();
  }

  /** How many names were malformed, and so granted nothing. */
  public int malformed() {
    throw new UnsupportedOperationException();
  }

  public boolean isEmpty() {
    throw new UnsupportedOperationException();
  }

  /** Whether the admin scope is held. */
  public boolean isAdmin() {
    throw new UnsupportedOperationException();
  }

  /** The minimal set of rights, in canonical order. */
  public List<Scope> scopes() {
    throw new UnsupportedOperationException();
  }

  public boolean covers(Scope required) {
    throw new UnsupportedOperationException();
  }

  /** {@code covers(Scope.global(resource, action))} without the allocation. */
  public boolean covers(String resource, String action) {
    throw new UnsupportedOperationException();
  }

  /** {@code covers(Scope.of(resource, id, action))} without the allocation. */
  public boolean covers(String resource, String id, String action) {
    throw new UnsupportedOperationException();
  }

  /** All of them; of an empty requirement, true. */
  public boolean coversAll(Collection<? extends Scope> required) {
    throw new UnsupportedOperationException();
  }

  /** At least one; of an empty list, false. */
  public boolean coversAny(Collection<? extends Scope> alternatives) {
    throw new UnsupportedOperationException();
  }

  public ScopeSet union(ScopeSet other) {
    throw new UnsupportedOperationException();
  }

  /** The widest set that both cover. */
  public ScopeSet meet(ScopeSet other) {
    throw new UnsupportedOperationException();
  }

  /** What of this is asked for: the meet with a request; nothing asked gives nothing. */
  public ScopeSet narrowTo(Collection<? extends Scope> requested) {
    throw new UnsupportedOperationException();
  }

  /**
   * What of this applies to one resource: {@code agents:run} becomes {@code agents:x:run}, the
   * admin scope becomes that resource's actions as its service declares them, other families drop.
   */
  public ScopeSet narrowToResource(String resource, String id, Set<String> declaredActions) {
    throw new UnsupportedOperationException();
  }

  /** Minimal, canonical, sorted, in the base dialect whatever the opt-ins. */
  public List<String> texts() {
    throw new UnsupportedOperationException();
  }

  /** {@link #texts()} joined by spaces. */
  public String text() {
    throw new UnsupportedOperationException();
  }

  public Explanation explain(Scope required) {
    throw new UnsupportedOperationException();
  }

  public Visibility visible(String resource, String action) {
    throw new UnsupportedOperationException();
  }
}
