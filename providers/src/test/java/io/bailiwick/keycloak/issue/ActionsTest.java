package io.bailiwick.keycloak.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ActionsTest {

  @Test
  void families_areSeparatedBySpaces_andActionsByCommas() {
    Actions actions = Actions.parse("  agents=read,run   teams=read\tconfig=read ");

    assertThat(actions.of("agents")).containsExactlyInAnyOrder("read", "run");
    assertThat(actions.of("teams")).containsExactly("read");
    assertThat(actions.declares("config")).isTrue();
    assertThat(actions.declares("Agents")).isFalse();
    assertThat(actions.of("workflows")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "agents",
        "agents=",
        "=read",
        "agents=read,",
        "agents=read,read",
        "agents=read agents=run",
        "agents=*",
        "agents=read:run",
        "agents=read=run",
        "agents=read, run",
      })
  void anythingElse_isMalformed(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Actions.parse(text));
  }
}
