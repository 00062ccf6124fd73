package io.bailiwick.scope;

/** One right. Immutable; compared as values. */
public sealed interface Scope {

  /** The dialect's admin scope: covers everything, itself included. */
  record Admin(String text) implements Scope {}

  /** {@code resource:action}: every resource of that kind. {@code agents:*:run} is read as this. */
  record Global(String resource, String action) implements Scope {}

  /** {@code resource:id:action}: one resource; {@code id} is decoded text. */
  record PerResource(String resource, String id, String action) implements Scope {}

  /**
   * {@code resource:prefix*:action}, only in a dialect with prefix ids; {@code prefix} is decoded
   * and ends with {@code /}.
   */
  record Prefix(String resource, String prefix, String action) implements Scope {}

  /** The canonical text: escaped where it must be and nowhere else. */
  default String text() {
    throw new UnsupportedOperationException();
  }

  /** Whether holding this right suffices for {@code required}; no action implies another here. */
  default boolean covers(Scope required) {
    throw new UnsupportedOperationException();
  }

  static Scope global(String resource, String action) {
    return new Global(resource, action);
  }

  static Scope of(String resource, String id, String action) {
    return new PerResource(resource, id, action);
  }
}
