package io.bailiwick.scope;

/**
 * A text that is meant as an agent scope and is none. Its message says which rule was broken and
 * never echoes the text.
 */
public final class MalformedScope extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  MalformedScope(String message) {
    super(message);
  }
}
