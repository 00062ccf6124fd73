package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.scope.Scope;
import io.bailiwick.scope.ScopeRules;
import io.bailiwick.testkit.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityKeyTest {
  private static final String KEY = "a key of the development";

  private final TestClock clock = TestClock.fixed();
  private final SecurityKey key =
      SecurityKey.forDevelopment(KEY, ScopeRules.builder().admin("root:all").build(), clock);

  @Test
  void rightKey_isAdminAndNobodyInParticular() {
    Caller caller = key.verify(KEY);
    assertThat(caller.authMethod()).isEqualTo(AuthMethod.SECURITY_KEY);
    assertThat(caller.scopes().isAdmin()).isTrue();
    assertThat(caller.can(Scope.global("agents", "run"))).isTrue();
    assertThat(caller.issuer()).isEqualTo(SecurityKey.ISSUER);
    assertThat(caller.subject()).isEqualTo(SecurityKey.SUBJECT);
    assertThat(caller.expiresAt()).isAfter(clock.instant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a key of the developmenT", "a key of the development ", "a key"})
  void anythingElse_isRejected(String wrong) {
    assertThatThrownBy(() -> key.verify(wrong))
        .isInstanceOfSatisfying(
            TokenRejected.class,
            rejected ->
                assertThat(rejected.reason()).isEqualTo(TokenRejected.Reason.WRONG_SECURITY_KEY));
  }

  @Test
  void securityKey_isNamedAsLoosenedAndNeverShown() {
    assertThat(key.loosened())
        .singleElement()
        .asString()
        .contains("security key")
        .doesNotContain(KEY);
    assertThat(key).hasToString("SecurityKey");
  }

  @Test
  void shortKey_isRefusedAndNotQuoted() {
    assertThatThrownBy(() -> SecurityKey.forDevelopment("short-one"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("short-one");
  }

  @Test
  void keyOfTheFewestCharacters_isTakenInTheStandardDialect() {
    String shortest = "k".repeat(SecurityKey.MIN_LENGTH);
    Caller caller = SecurityKey.forDevelopment(shortest).verify(shortest);
    assertThat(caller.scopes().isAdmin()).isTrue();
    assertThatThrownBy(() -> SecurityKey.forDevelopment(shortest.substring(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
