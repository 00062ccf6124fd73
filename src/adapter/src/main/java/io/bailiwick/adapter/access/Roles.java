package io.bailiwick.adapter.access;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.AgentPath;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Roles of which each has what the ones below it have: {@code user < moderator < admin}. Names are
 * compared exactly. A role that is not among them gives nothing to whoever has it, and denies where
 * it is required. Immutable and thread-safe, if its source is.
 */
public final class Roles {
  private static final System.Logger LOG = System.getLogger(Roles.class.getName());

  private final List<String> order;
  private final RoleSource source;

  private Roles(List<String> order, RoleSource source) {
    this.order = order;
    this.source = source;
  }

  /**
   * @param order from the lowest to the highest
   * @throws IllegalArgumentException where there is none, or one twice
   */
  public static Roles of(List<String> order, RoleSource source) {
    List<String> copy = List.copyOf(order);
    if (copy.isEmpty() || Set.copyOf(copy).size() != copy.size()) {
      throw new IllegalArgumentException("Roles are in one order, each once");
    }
    return new Roles(copy, source);
  }

  /** {@code user < moderator < admin}. */
  public static Roles standard(RoleSource source) {
    return of(List.of("user", "moderator", "admin"), source);
  }

  /** Whether the caller has that role there, or a higher one. */
  public boolean has(Caller caller, AgentPath agent, String role) {
    int required = order.indexOf(role);
    return required >= 0 && highest(caller, agent) >= required;
  }

  /**
   * @throws Refused as forbidden unless {@link #has}; says which role it takes
   */
  public void require(Caller caller, AgentPath agent, String role) {
    if (!has(caller, agent, role)) {
      throw new Refused(
          Refusal.forbidden("This takes a role that is missing", Map.of("required_role", role)));
    }
  }

  /** Where in the order the caller's highest role is; -1 without any. */
  private int highest(Caller caller, AgentPath agent) {
    @Nullable Collection<String> held;
    try {
      held = source.rolesOf(caller, agent);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "A role source threw " + e.getClass().getName());
      return -1;
    }
    if (held == null) {
      return -1;
    }
    return held.stream().mapToInt(order::indexOf).max().orElse(-1);
  }
}
