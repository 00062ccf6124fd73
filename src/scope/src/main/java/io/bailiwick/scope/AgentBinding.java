package io.bailiwick.scope;

import java.util.List;
import java.util.Optional;

/**
 * The agent that a token is bound to: by name alone (every instance of it), or by name and key
 * (exactly that key, compared element by element, never joined). Immutable; compared as values.
 *
 * <p>Name and key elements are well-formed text without control characters, not empty, and within
 * {@link Scope#MAX_ID}; a key has 1 to {@value #MAX_KEY} elements. Anything else is a {@link
 * MalformedPath}.
 */
public record AgentBinding(String name, Optional<List<String>> key) {
  /** The most elements of a key. */
  public static final int MAX_KEY = 64;

  public AgentBinding {
    requireElement(name);
    key = key.map(List::copyOf);
    key.ifPresent(AgentBinding::requireKey);
  }

  public static AgentBinding named(String name) {
    return new AgentBinding(name, Optional.empty());
  }

  public static AgentBinding keyed(String name, List<String> key) {
    return new AgentBinding(name, Optional.of(key));
  }

  /** Whether a token bound to this may reach that agent instance; an empty key is no instance. */
  public boolean admits(String agentName, List<String> agentKey) {
    return name.equals(agentName) && (key.isEmpty() || key.get().equals(agentKey));
  }

  /** Whether whatever {@code narrower} admits is admitted here too. */
  public boolean includes(AgentBinding narrower) {
    return name.equals(narrower.name) && (key.isEmpty() || key.equals(narrower.key));
  }

  static void requireElement(String text) {
    if (!ScopeText.isId(text) || text.codePoints().anyMatch(Character::isISOControl)) {
      throw new MalformedPath(
          "A name or key element must be well-formed text, not empty and not too long");
    }
  }

  static void requireKey(List<String> key) {
    if (key.isEmpty() || key.size() > MAX_KEY) {
      throw new MalformedPath("A key has 1 to " + MAX_KEY + " elements");
    }
    key.forEach(AgentBinding::requireElement);
  }
}
