package io.bailiwick.scope;

/** A path or URI that is refused. Its message never echoes the text. */
public final class MalformedPath extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedPath(String message) {
    super(message);
  }
}
