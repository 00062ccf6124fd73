package io.bailiwick.scope;

/** A text that is meant as an agent scope and is none. Its message never echoes the text. */
public final class MalformedScope extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedScope(String message) {
    super(message);
  }
}
