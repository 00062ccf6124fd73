package io.bailiwick.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
  private static final ScopeRules PREFIXES = ScopeRules.builder().prefixIds().build();

  @ParameterizedTest
  @CsvSource({
    "agent_os:admin, agents:read, true",
    "agent_os:admin, agents:a:read, true",
    "agent_os:admin, agent_os:admin, true",
    "agents:read, agent_os:admin, false",
    "agents:a:read, agent_os:admin, false",
    "agents:a/*:read, agent_os:admin, false",
    "agents:read, agents:read, true",
    "agents:read, agents:a:read, true",
    "agents:read, agents:a/*:read, true",
    "agents:read, agents:run, false",
    "agents:read, teams:read, false",
    "agents:read, teams:a:read, false",
    "agents:read, agents:a:run, false",
    "agents:read, teams:a/*:read, false",
    "agents:read, agents:a/*:run, false",
    "agents:a:read, agents:a:read, true",
    "agents:a:read, agents:read, false",
    "agents:a:read, agents:b:read, false",
    "agents:a:read, agents:a:run, false",
    "agents:a:read, teams:a:read, false",
    "agents:a:read, agents:a/*:read, false",
    "agents:a/*:read, agents:a/b:read, true",
    "agents:a/*:read, agents:a/:read, true",
    "agents:a/*:read, agents:a:read, false",
    "agents:a/*:read, agents:a/b:run, false",
    "agents:a/*:read, teams:a/b:read, false",
    "agents:a/*:read, agents:a/*:read, true",
    "agents:a/*:read, agents:a/b/*:read, true",
    "agents:a/b/*:read, agents:a/*:read, false",
    "agents:a/*:read, agents:a/*:run, false",
    "agents:a/*:read, teams:a/*:read, false",
    "agents:a/*:read, agents:read, false"
  })
  void covers_isDecidedByResourceIdAndAction(String held, String required, boolean covered) {
    assertThat(PREFIXES.parse(held).covers(PREFIXES.parse(required))).isEqualTo(covered);
    assertThat(PREFIXES.parse(required).coveredBy(ScopeSet.read(PREFIXES, List.of(held))))
        .isEqualTo(covered);
  }

  @Test
  void admin_coversNoOtherDialectsAdmin() {
    assertThat(new Scope.Admin("root").covers(new Scope.Admin("agent_os:admin"))).isFalse();
    assertThat(new Scope.Admin("root").covers(new Scope.Admin("root"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"agents:read", "agents:x:read", "agents:x/*:read"})
  void withAction_changesNothingElse(String text) {
    Scope.OfResource right = (Scope.OfResource) PREFIXES.parse(text);

    assertThat(right.withAction("run"))
        .isEqualTo(PREFIXES.parse(text.substring(0, text.lastIndexOf(':')) + ":run"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "z", "A", "Z", "0", "9", ".", "_", "-", "azAZ09._-"})
  void name_mayHoldEveryCharacterOfItsAlphabet(String name) {
    assertThat(PREFIXES.parse(name + ":" + name).text()).isEqualTo(name + ":" + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"`", "{", "@", "[", "/", ",", "^", " ", "\u00E9", "\uFF41", "\u0661"})
  void name_mayHoldNothingNextToItsAlphabet(String name) {
    assertThatThrownBy(() -> Scope.global(name, "read")).isInstanceOf(MalformedScope.class);
    assertThatThrownBy(() -> Scope.global("agents", name)).isInstanceOf(MalformedScope.class);
    assertThatThrownBy(() -> Scope.of(name, "a", "read")).isInstanceOf(MalformedScope.class);
    assertThatThrownBy(() -> Scope.of("agents", "a", name)).isInstanceOf(MalformedScope.class);
    assertThatThrownBy(() -> Scope.prefix(name, "a/", "read")).isInstanceOf(MalformedScope.class);
    assertThatThrownBy(() -> Scope.prefix("agents", "a/", name)).isInstanceOf(MalformedScope.class);
  }

  @ParameterizedTest
  @CsvSource({
    "7F, %7F",
    "80, %C2%80",
    "7FF, %DF%BF",
    "800, %E0%A0%80",
    "D7FF, %ED%9F%BF",
    "E000, %EE%80%80",
    "FFFF, %EF%BF%BF",
    "10000, %F0%90%80%80",
    "10FFFF, %F4%8F%BF%BF"
  })
  void everyLengthOfUtf8_isWrittenReadAndCounted(String codePoint, String escaped) {
    String character = Character.toString(Integer.parseInt(codePoint, 16));
    int most = Scope.MAX_ID / escaped.length();

    assertThat(Scope.of("agents", character, "run").text()).isEqualTo("agents:" + escaped + ":run");
    assertThat(PREFIXES.parse("agents:" + escaped + ":run"))
        .isEqualTo(Scope.of("agents", character, "run"));
    assertThat(Scope.of("agents", character.repeat(most), "run").text())
        .hasSize("agents::run".length() + most * escaped.length());
    assertThatThrownBy(() -> Scope.of("agents", character.repeat(most + 1), "run"))
        .isInstanceOf(MalformedScope.class);
  }

  @Test
  void prefix_isBoundedLikeAnId() {
    assertThatThrownBy(() -> Scope.prefix("agents", "a".repeat(Scope.MAX_ID) + "/", "read"))
        .isInstanceOf(MalformedScope.class);
  }

  @Test
  void adminText_isBoundedLikeAnyScopes() {
    assertThat(new Scope.Admin("a".repeat(Scope.MAX_LENGTH)).text()).hasSize(Scope.MAX_LENGTH);
    assertThatThrownBy(() -> new Scope.Admin("a".repeat(Scope.MAX_LENGTH + 1)))
        .isInstanceOf(MalformedScope.class);
  }
}
