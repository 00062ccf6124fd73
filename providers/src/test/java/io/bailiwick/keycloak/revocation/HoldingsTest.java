package io.bailiwick.keycloak.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.scope.ScopeRules;
import io.bailiwick.scope.ScopeSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HoldingsTest {

  private static Holdings at(String service, String... scopes) {
    return new Holdings(Map.of(service, ScopeSet.read(ScopeRules.standard(), List.of(scopes))));
  }

  @Test
  void less_isLost_andMoreOrTheSameInOtherWordsIsNot() {
    assertThat(at("s", "agents:run").lost(at("s"))).containsExactly("s");
    assertThat(at("s", "agents:run").lost(at("s", "agents:a:run"))).containsExactly("s");
    assertThat(at("s", "agents:run").lost(Holdings.NONE)).containsExactly("s");
    assertThat(at("s", "agent_os:admin").lost(at("s", "agents:run"))).containsExactly("s");

    assertThat(at("s", "agents:run").lost(at("s", "agents:run", "teams:run"))).isEmpty();
    assertThat(at("s", "agents:*:run", "agents:a:run").lost(at("s", "agents:run"))).isEmpty();
    assertThat(at("s", "agents:a:run").lost(at("s", "agent_os:admin"))).isEmpty();
    assertThat(at("s").lost(Holdings.NONE)).isEmpty();
    assertThat(Holdings.NONE.lost(at("s", "agents:run"))).isEmpty();
  }
}
