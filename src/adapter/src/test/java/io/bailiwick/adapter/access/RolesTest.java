package io.bailiwick.adapter.access;

import static io.bailiwick.adapter.access.AccessTestBase.ROOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.life.Connections;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.AgentPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RolesTest {
  private static final Roles BY_SCOPE =
      Roles.standard(
          RoleSource.byAction(Map.of("user", "run", "moderator", "moderate", "admin", "manage")));

  @Test
  void higherRole_hasWhatALowerOneHas() {
    Caller moderator = Callers.holding("agents:chat:moderate");
    assertThat(BY_SCOPE.has(moderator, ROOM, "user")).isTrue();
    assertThat(BY_SCOPE.has(moderator, ROOM, "moderator")).isTrue();
    assertThat(BY_SCOPE.has(moderator, ROOM, "admin")).isFalse();
    AgentPath other = new AgentPath("other", List.of());
    assertThat(BY_SCOPE.has(moderator, other, "user")).isFalse();
    Refusal refusal = Connections.refused(() -> BY_SCOPE.require(moderator, ROOM, "admin"));
    assertThat(refusal.closeReason()).isEqualTo("auth.forbidden");
    assertThat(refusal.detail().orElseThrow().metadata())
        .isEqualTo(Map.of("required_role", "admin"));
  }

  @Test
  void unknownRole_denies_whetherHeldOrRequired() {
    Caller caller = Callers.holding("agents:run");
    for (String held : List.of("", "Admin", "root", "admin ")) {
      Roles roles = Roles.standard((who, where) -> List.of(held));
      for (String required : List.of("user", "moderator", "admin", "root", "")) {
        assertThat(roles.has(caller, ROOM, required)).as(held + " for " + required).isFalse();
      }
    }
    Roles admin = Roles.standard((who, where) -> List.of("nonsense", "admin"));
    assertThat(admin.has(caller, ROOM, "user")).isTrue();
    assertThat(admin.has(caller, ROOM, "root")).isFalse();
  }

  @Test
  @SuppressWarnings("NullAway") // null is what it is about
  void sourceThatFails_givesNone() {
    Caller caller = Callers.holding("agents:run");
    assertThat(Roles.standard((who, where) -> null).has(caller, ROOM, "user")).isFalse();
    assertThat(
            Roles.standard(
                    (who, where) -> {
                      throw new IllegalStateException("bug");
                    })
                .has(caller, ROOM, "user"))
        .isFalse();
  }

  @Test
  void order_isTheServices_eachOnce() {
    Caller caller = Callers.holding("agents:run");
    Roles reversed = Roles.of(List.of("admin", "user"), (who, where) -> List.of("user"));
    assertThat(reversed.has(caller, ROOM, "admin")).isTrue();
    for (List<String> bad : List.of(List.<String>of(), List.of("user", "user"))) {
      assertThatThrownBy(() -> Roles.of(bad, (who, where) -> List.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void claimThatTheVerifierDoesNotHandOn_givesNone() {
    Roles byClaim = Roles.standard(RoleSource.byClaim("chat_roles"));
    Caller caller = Callers.verified(Callers.token().claim("chat_roles", List.of("admin")));
    assertThat(byClaim.has(caller, ROOM, "user")).isFalse();
  }

  @Test
  void permissions_areAllHeld_andNoneAskedIsNoneHad() {
    Permissions some =
        new Permissions(Callers.holding("sessions:read", "sessions:write", "agents:a1:run"));
    assertThat(some.has("sessions", "read", "write")).isTrue();
    assertThat(some.has("sessions", "read", "delete")).isFalse();
    assertThat(some.has("sessions")).isFalse();
    assertThat(some.has("agents", "run")).isFalse();
    assertThat(some.hasOn("agents", "a1", "run")).isTrue();
    assertThat(some.hasOn("agents", "a2", "run")).isFalse();
    assertThat(some.hasOn("agents", "a1")).isFalse();
    assertThat(some.toString()).doesNotContain("bert");
  }
}
