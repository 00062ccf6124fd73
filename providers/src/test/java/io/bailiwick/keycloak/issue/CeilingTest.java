package io.bailiwick.keycloak.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bailiwick.scope.ScopeRules;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CeilingTest {

  @Test
  void claim_isReadBackAsWritten() {
    for (Optional<List<String>> scopes :
        List.of(
            Optional.<List<String>>empty(),
            Optional.of(List.<String>of()),
            Optional.of(List.of("agents:run")))) {
      Ceiling ceiling = new Ceiling("https://os.example.com", "id", scopes);

      assertThat(Ceiling.read(ceiling.toClaim())).contains(ceiling);
    }
  }

  @Test
  void emptyList_isALimitOfNothing_andNoListIsNoLimit() {
    ScopeRules rules = ScopeRules.standard();

    assertThat(new Ceiling("r", "s", Optional.of(List.of())).limit(rules).orElseThrow().isEmpty())
        .isTrue();
    assertThat(new Ceiling("r", "s", Optional.empty()).limit(rules)).isEmpty();
  }

  @Test
  void noClaim_isNoCeiling() {
    assertThat(Ceiling.read(null)).isEmpty();
  }

  static Stream<Object> foreign() {
    return Stream.of(
        "text",
        List.of(),
        Map.of(),
        Map.of("resource", "r"),
        Map.of("resource", 1, "service", "s"),
        Map.of("resource", "r", "service", "s", "scopes", "agents:run"),
        Map.of("resource", "r", "service", "s", "scopes", Arrays.asList("agents:run", null)),
        Map.of("resource", "r", "service", "s", "scopes", List.of(1)));
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void anythingElse_isRefusedRatherThanRead(Object claim) {
    assertThatIllegalArgumentException().isThrownBy(() -> Ceiling.read(claim));
  }
}
