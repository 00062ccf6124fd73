package io.bailiwick.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first and last of each range, and what a hash and a dialect's description tell apart. */
class ScopeBoundsTest {
  private static final ScopeRules STANDARD = ScopeRules.standard();

  @ParameterizedTest
  @CsvSource({
    "%c3%af, 00EF",
    "%DF%BF, 07FF",
    "%E0%A0%80, 0800",
    "%EF%BF%BD, FFFD",
    "%F0%90%80%80, 10000"
  })
  void escapeAtAnEdgeOfUtf8_isRead(String escaped, String codePoint) {
    String id = Character.toString(Integer.parseInt(codePoint, 16));
    assertThat(STANDARD.parse("agents:" + escaped + ":read"))
        .isEqualTo(new Scope.PerResource("agents", id, "read"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%ED%A0%80", "%ED%BF%BF", "%F8%88%80%80", "%BF", "%C0%80", "%F4%90%80%80"})
  void escapeBeyondUtf8_isRefused(String escaped) {
    assertThatExceptionOfType(MalformedScope.class)
        .isThrownBy(() -> STANDARD.parse("agents:" + escaped + ":read"))
        .withMessageContaining("UTF-8");
  }

  @Test
  void unpairedSurrogate_isNoId() {
    for (String id : new String[] {"\uD800", "\uDBFF", "\uDC00", "\uDFFF"}) {
      assertThat(ScopeText.isId(id)).isFalse();
    }
    assertThat(ScopeText.isId("\uD7FF")).isTrue();
    assertThat(ScopeText.isId("\uE000")).isTrue();
  }

  @Test
  void longestId_isTheLastThatFits() {
    assertThat(ScopeText.isId("a".repeat(Scope.MAX_ID))).isTrue();
    assertThat(ScopeText.isId("a".repeat(Scope.MAX_ID + 1))).isFalse();
  }

  @Test
  void colonThatBeginsAnId_isAPartTooMany() {
    assertThatExceptionOfType(MalformedScope.class)
        .isThrownBy(() -> STANDARD.parse("agents::x:read"))
        .withMessageContaining("two or three parts");
  }

  @Test
  void dialect_saysWhatItLoosens() {
    assertThat(STANDARD.loosened()).isEmpty();
    ScopeRules loose =
        ScopeRules.builder()
            .prefixIds()
            .actionImplies("write", "run")
            .actionImplies("write", "read")
            .build();
    assertThat(loose.loosened())
        .containsExactly(
            "prefixIds: a scope may cover every id that begins with a prefix",
            "actionImplies: who may write may read, run too");
  }

  @Test
  void implicationThatTheAdminScopeShadows_leavesTheOthers() {
    ScopeRules rules =
        ScopeRules.builder()
            .admin("agents:read")
            .actionImplies("own", "read")
            .actionImplies("own", "run")
            .build();
    assertThat(rules.implied("agents", "own")).containsExactly("run");
    assertThat(rules.implied("teams", "own")).containsExactlyInAnyOrder("read", "run");
  }

  @Test
  void hash_tellsDifferentRulesAndSetsApart() {
    ScopeRules rules = ScopeRules.builder().prefixIds().build();
    assertThat(rules).doesNotHaveSameHashCodeAs(STANDARD);
    assertThat(ScopeSet.of(STANDARD, List.of(Scope.global("agents", "read"))))
        .doesNotHaveSameHashCodeAs(ScopeSet.of(STANDARD, List.of(Scope.global("agents", "run"))));
  }
}
