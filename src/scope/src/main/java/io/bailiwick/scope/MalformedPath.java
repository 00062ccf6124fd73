package io.bailiwick.scope;

/**
 * A path, a resource URI or an agent's name that is refused. Its message says which rule was broken
 * and never echoes the text.
 */
public final class MalformedPath extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  MalformedPath(String message) {
    super(message);
  }
}
