package io.bailiwick.scope;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The dialect: the admin scope's text and the opt-ins. Immutable and thread-safe; equal where they
 * say the same.
 *
 * <p>Both opt-ins are off by default. A set in a dialect with opt-ins writes itself so that a
 * reader without action implication decides the same; a prefix has no other spelling, so a reader
 * without prefix ids finds it malformed and grants nothing.
 */
public final class ScopeRules {
  /** Agno AgentOS's admin scope, and ours where no other is configured. */
  public static final String DEFAULT_ADMIN = "agent_os:admin";

  private static final ScopeRules STANDARD = builder().build();

  private final Scope.Admin admin;
  private final boolean prefixIds;
  private final Map<String, Set<String>> implied;
  private final Scope.@Nullable OfResource shadowed;

  private ScopeRules(Scope.Admin admin, boolean prefixIds, Map<String, Set<String>> implied) {
    this.admin = admin;
    this.prefixIds = prefixIds;
    this.implied = implied;
    this.shadowed = shadowed(admin.text(), prefixIds);
  }

  /** The default dialect: {@value #DEFAULT_ADMIN}, no opt-ins. */
  public static ScopeRules standard() {
    return STANDARD;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The admin scope's exact text. */
  public String admin() {
    return admin.text();
  }

  /** The admin scope. */
  public Scope.Admin adminScope() {
    return admin;
  }

  /** Whether {@code agents:team-a/*:read} is understood. */
  public boolean prefixIds() {
    return prefixIds;
  }

  /**
   * The actions that this one implies at that kind of resource, however far removed, itself left
   * out. Where the admin scope's text would spell such an action of that resource, the action is
   * implied there by none: holding it could not be written down.
   */
  public Set<String> implied(String resource, String action) {
    Set<String> all = implied.getOrDefault(action, Set.of());
    if (shadowed == null || !resource.equals(shadowed.resource())) {
      return all;
    }
    Set<String> sayable = new TreeSet<>(all);
    sayable.remove(shadowed.action());
    return sayable;
  }

  /** Every opt-in, one sentence each: to be shown at start. Empty for the standard dialect. */
  public List<String> loosened() {
    List<String> loosened = new ArrayList<>();
    if (prefixIds) {
      loosened.add("prefixIds: a scope may cover every id that begins with a prefix");
    }
    new TreeMap<>(implied)
        .forEach(
            (action, all) ->
                loosened.add(
                    "actionImplies: who may "
                        + action
                        + " may "
                        + String.join(", ", new TreeSet<>(all))
                        + " too"));
    return List.copyOf(loosened);
  }

  /** Whether any action implies another. */
  public boolean hasImplications() {
    return !implied.isEmpty();
  }

  /**
   * Reads one name.
   *
   * @return empty where the name has no colon and is not the admin scope: no agent scope, and not
   *     malformed
   * @throws MalformedScope where it is meant as an agent scope and is not one
   */
  public Optional<Scope> read(String name) {
    if (name.equals(admin.text())) {
      return Optional.of(admin);
    }
    if (name.indexOf(':') < 0) {
      return Optional.empty();
    }
    Scope scope = ordinary(name, prefixIds);
    if (!canSay(scope)) {
      throw new MalformedScope("Only the admin scope itself may be spelled like it");
    }
    return Optional.of(scope);
  }

  /**
   * Reads one name that must be an agent scope.
   *
   * @throws MalformedScope otherwise
   */
  public Scope parse(String name) {
    return read(name)
        .orElseThrow(() -> new MalformedScope("A scope has a colon, or is the admin scope"));
  }

  /**
   * Whether a right can be written in this dialect and read again as itself. The one that the admin
   * scope's text would otherwise spell can't: {@code agent_os:*:admin} would come back as admin.
   */
  boolean canSay(Scope scope) {
    if (scope instanceof Scope.Admin) {
      return scope.equals(admin);
    }
    return (prefixIds || !(scope instanceof Scope.Prefix)) && !scope.equals(shadowed);
  }

  private static Scope.OfResource ordinary(String name, boolean prefixIds) {
    if (name.length() > Scope.MAX_LENGTH) {
      throw new MalformedScope("A scope has at most " + Scope.MAX_LENGTH + " characters");
    }
    int first = name.indexOf(':');
    int last = name.lastIndexOf(':');
    String resource = name.substring(0, Math.max(first, 0));
    String action = name.substring(last + 1);
    if (first == last) {
      return new Scope.Global(resource, action);
    }
    String id = name.substring(first + 1, last);
    if (id.indexOf(':') >= 0) {
      throw new MalformedScope("A scope has two or three parts");
    }
    if (id.equals("*")) {
      return new Scope.Global(resource, action);
    }
    if (prefixIds && id.endsWith("/*")) {
      String prefix = ScopeText.decodeId(id.substring(0, id.length() - 1));
      return new Scope.Prefix(resource, prefix, action);
    }
    return new Scope.PerResource(resource, ScopeText.decodeId(id), action);
  }

  /** What the admin scope's text would say if it weren't the admin scope's. */
  private static Scope.@Nullable OfResource shadowed(String admin, boolean prefixIds) {
    try {
      Scope.OfResource scope = ordinary(admin, prefixIds);
      return scope.text().equals(admin) ? scope : null;
    } catch (MalformedScope e) {
      return null;
    }
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof ScopeRules rules
            && admin.equals(rules.admin)
            && prefixIds == rules.prefixIds
            && implied.equals(rules.implied);
  }

  @Override
  public int hashCode() {
    return admin.hashCode() * 31 + implied.hashCode() + (prefixIds ? 1 : 0);
  }

  @Override
  public String toString() {
    return "ScopeRules[admin=" + admin + ", prefixIds=" + prefixIds + ", implied=" + implied + "]";
  }

  /** Setting a thing twice is an error, and so is a cyclic implication (at build). */
  public static final class Builder {
    private Scope.@Nullable Admin admin;
    private boolean prefixIds;
    private final Map<String, Set<String>> implies = new TreeMap<>();

    private Builder() {}

    /**
     * Another admin scope; {@value ScopeRules#DEFAULT_ADMIN} is then an ordinary global scope.
     *
     * @throws MalformedScope where the text is empty or not RFC 6749 scope-token characters
     * @throws IllegalStateException where it was set before
     */
    public Builder admin(String text) {
      once(admin == null, "The admin scope");
      admin = new Scope.Admin(text);
      return this;
    }

    /**
     * Loosens the language: {@code agents:team-a/*:read} covers every id that starts with {@code
     * team-a/}.
     *
     * @throws IllegalStateException where it was set before
     */
    public Builder prefixIds() {
      once(!prefixIds, "Prefix ids");
      prefixIds = true;
      return this;
    }

    /**
     * Loosens the language: whoever may do {@code action} to something may do {@code implied} to
     * it, too. Transitive.
     *
     * @throws MalformedScope where either is no action
     * @throws IllegalStateException where this very implication was set before
     */
    public Builder actionImplies(String action, String implied) {
      ScopeText.requireName(action, "action");
      ScopeText.requireName(implied, "action");
      once(
          implies.computeIfAbsent(action, a -> new TreeSet<>()).add(implied),
          "An action's implication");
      return this;
    }

    /**
     * @throws IllegalStateException where an action would imply itself
     */
    public ScopeRules build() {
      Map<String, Set<String>> closed = new TreeMap<>();
      implies.keySet().forEach(action -> closed.put(action, closure(action)));
      return new ScopeRules(
          admin == null ? new Scope.Admin(DEFAULT_ADMIN) : admin, prefixIds, Map.copyOf(closed));
    }

    private Set<String> closure(String action) {
      Set<String> reached = new LinkedHashSet<>();
      Deque<String> open = new ArrayDeque<>(implies.getOrDefault(action, Set.of()));
      while (!open.isEmpty()) {
        String next = open.remove();
        if (next.equals(action)) {
          throw new IllegalStateException("Action implication must not run in a circle");
        }
        if (reached.add(next)) {
          open.addAll(implies.getOrDefault(next, Set.of()));
        }
      }
      return Set.copyOf(reached);
    }

    private static void once(boolean first, String what) {
      if (!first) {
        throw new IllegalStateException(what + " is set twice");
      }
    }
  }
}
