package io.bailiwick.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeReadingTest {
  private static final ScopeRules RULES = ScopeRules.standard();
  private static final ScopeRules PREFIXES = ScopeRules.builder().prefixIds().build();

  @Test
  void twoParts_areGlobal() {
    assertThat(RULES.parse("agents:read")).isEqualTo(Scope.global("agents", "read"));
  }

  @Test
  void threeParts_nameOneResource() {
    assertThat(RULES.parse("agents:a1:run")).isEqualTo(Scope.of("agents", "a1", "run"));
  }

  @Test
  void starAsId_isReadAsGlobal() {
    assertThat(RULES.parse("agents:*:run")).isEqualTo(Scope.global("agents", "run"));
  }

  @Test
  void escapedStar_isAnIdLikeAnyOther() {
    Scope starNamed = Scope.of("agents", "*", "run");

    assertThat(starNamed.text()).isEqualTo("agents:%2A:run");
    assertThat(RULES.parse("agents:%2A:run")).isEqualTo(starNamed);
    assertThat(starNamed.covers(Scope.of("agents", "a1", "run"))).isFalse();
    assertThat(starNamed.covers(Scope.global("agents", "run"))).isFalse();
    assertThat(starNamed.covers(Scope.of("agents", "**", "run"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"openid", "profile", "agents", "offline_access", "", " ", "*", "ümlaut"})
  void nameWithoutColon_isNoAgentScope(String name) {
    assertThat(RULES.read(name)).isEmpty();
    assertThatThrownBy(() -> RULES.parse(name)).isInstanceOf(MalformedScope.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":",
        "::",
        ":::",
        "agents:",
        ":read",
        "agents::read",
        ":a1:read",
        "agents:a1:",
        "a:b:c:d",
        "agents:a1:read:",
        ":agents:read",
        "agents:a1::read"
      })
  void emptyOrTooManyParts_areMalformed(String name) {
    assertMalformed(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*:read",
        "*:*:read",
        "agents:*",
        "agents:a1:*",
        "agents:*:*",
        "agents:a*:read",
        "agents:*a:read",
        "agents:**:read",
        "agents:team-a/*:read"
      })
  void wildcardAnywhereButAsTheWholeId_isMalformed(String name) {
    assertMalformed(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "agents :read",
        " agents:read",
        "agents:read ",
        "agents: read",
        "agents:read\n",
        "agents:re/ad",
        "agents:re%61d",
        "ägents:read",
        "agents:lesén",
        "a,b:read",
        "agents:a1:r d"
      })
  void resourceAndAction_areNamesAndNothingElse(String name) {
    assertMalformed(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "agents:a%31:read", // 1 needs no escape
        "agents:%2F:read",
        "agents:%2d:read",
        "agents:%7E:read",
        "agents:%21:read"
      })
  void needlessEscape_isMalformed(String name) {
    assertMalformed(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "agents:%:read",
        "agents:%2:read",
        "agents:a%:read",
        "agents:%zz:read",
        "agents:%+1:read",
        "agents:% 1:read",
        "agents:%u0041:read",
        "agents:%C3:read", // cut off
        "agents:%C3%:read",
        "agents:%C3a:read",
        "agents:%C3\u00A9:read",
        "agents:%A9:read", // a continuation alone
        "agents:%C0%AF:read", // overlong slash
        "agents:%C0%BA:read", // overlong colon
        "agents:%E0%80%BA:read",
        "agents:%F0%80%80%BA:read",
        "agents:%ED%A0%80:read", // a surrogate
        "agents:%ED%A0%BD%ED%B8%80:read", // a surrogate pair
        "agents:%F4%90%80%80:read", // beyond Unicode
        "agents:%F8%88%80%80%80:read",
        "agents:%FF:read"
      })
  void brokenEscape_isMalformed(String name) {
    assertMalformed(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ", "a b", "\"", "\\", "\t", "\n", "\r", "\0", "\u001F", "\u007F", "\u0085", "\u00A0",
        "\u00AD", "\u200B", "\u202E", "\u2028", "\u3000", "\uE000", "\uFEFF", "\uFFFE"
      })
  void whatIsNotPrintable_isMalformedPlainAndReadEscaped(String id) {
    assertMalformed("agents:" + id + ":read");

    Scope scope = Scope.of("agents", id, "read");
    assertThat(scope.text()).isNotEqualTo("agents:" + id + ":read").contains("%");
    assertThat(RULES.parse(scope.text())).isEqualTo(scope);
  }

  @ParameterizedTest
  @CsvSource({
    "agents:a%3Ab:read, a:b",
    "agents:100%25:read, 100%",
    "agents:%2A%2A:read, **",
    "agents:%20:read, ' '",
    "agents:%22%5C:read, '\"\\'",
    "agents:%C3%A9t%C3%A9:read, été",
    "agents:%E2%82%AC:read, €",
    "agents:%F0%9F%98%80:read, 😀",
    "agents:team-a/bot:read, team-a/bot",
    "'agents:!#$&''()+,-./;<=>?@[]^_`{|}~:read', '!#$&''()+,-./;<=>?@[]^_`{|}~'",
    "agents:%252A:read, %2A"
  })
  void neededEscape_isDecodedOnceAndWrittenAgain(String text, String id) {
    assertThat(RULES.parse(text)).isEqualTo(Scope.of("agents", id, "read"));
    assertThat(Scope.of("agents", id, "read").text()).isEqualTo(text);
  }

  @Test
  void lowerCaseHex_isReadAndWrittenInUpperCase() {
    assertThat(RULES.parse("agents:a%3ab:read").text()).isEqualTo("agents:a%3Ab:read");
    assertThat(RULES.parse("agents:%c3%a9:read").text()).isEqualTo("agents:%C3%A9:read");
  }

  @Test
  void plainPrintableNonAscii_isReadAndWrittenEscaped() {
    Scope scope = RULES.parse("agents:été-😀:run");

    assertThat(scope).isEqualTo(Scope.of("agents", "été-😀", "run"));
    assertThat(scope.text()).isEqualTo("agents:%C3%A9t%C3%A9-%F0%9F%98%80:run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D"})
  void unpairedSurrogate_isMalformed(String id) {
    assertMalformed("agents:" + id + ":read");
    assertThatThrownBy(() -> Scope.of("agents", id, "read")).isInstanceOf(MalformedScope.class);
  }

  @Test
  void ids_areComparedByCodePointWithoutNormalization() {
    Scope composed = Scope.of("agents", "\u00E9", "read");
    Scope decomposed = Scope.of("agents", "e\u0301", "read");

    assertThat(composed.covers(decomposed)).isFalse();
    assertThat(RULES.parse("agents:A1:read").covers(RULES.parse("agents:a1:read"))).isFalse();
  }

  @Test
  void longestScope_isReadAndOneCharacterMoreIsMalformed() {
    String resource = "r".repeat(Scope.MAX_NAME);
    String action = "a".repeat(Scope.MAX_NAME);
    String id = "i".repeat(Scope.MAX_ID);

    assertThat(RULES.parse(resource + ":" + id + ":" + action).text())
        .hasSize(Scope.MAX_LENGTH - 1);
    assertMalformed(resource + "r:" + id + ":" + action);
    assertMalformed(resource + ":" + id + "i:" + action);
    assertMalformed(resource + ":" + id + ":" + action + "a");
    assertMalformed("agents:" + "é".repeat(Scope.MAX_ID / 6 + 1) + ":read");
    assertThat(RULES.read("x".repeat(1_000_000))).isEmpty();
    assertMalformed("x".repeat(1_000_000) + ":read");
  }

  @Test
  void longestPrefix_isReadWithItsStar() {
    String text =
        "r".repeat(Scope.MAX_NAME)
            + ":"
            + "i".repeat(Scope.MAX_ID - 1)
            + "/*:"
            + "a".repeat(Scope.MAX_NAME);

    assertThat(PREFIXES.parse(text).text()).isEqualTo(text).hasSize(Scope.MAX_LENGTH);
  }

  @Test
  void prefix_isReadOnlyWhereOptedIn() {
    assertThat(PREFIXES.parse("agents:team-a/*:read"))
        .isEqualTo(Scope.prefix("agents", "team-a/", "read"));
    assertMalformed("agents:team-a/*:read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "agents:team-a*:read", "agents:*/*:read", "agents:team-a/**:read", "agents:/*/a:read",
        "agents:team-a%2F*:read", "agents:team-a/*x:read", "team-a/*:read", "agents:team-a/*"
      })
  void prefixThatDoesNotEndWithSlashAndStar_isMalformed(String name) {
    assertThatThrownBy(() -> PREFIXES.parse(name)).isInstanceOf(MalformedScope.class);
  }

  @Test
  void prefixWithEscapes_isDecodedUpToItsSlash() {
    Scope scope = PREFIXES.parse("agents:a%3A%2A/*:read");

    assertThat(scope).isEqualTo(Scope.prefix("agents", "a:*/", "read"));
    assertThat(scope.text()).isEqualTo("agents:a%3A%2A/*:read");
  }

  @Test
  void idThatEndsWithSlashAndLiteralStar_isNoPrefix() {
    assertThat(PREFIXES.parse("agents:team-a/%2A:read"))
        .isEqualTo(Scope.of("agents", "team-a/*", "read"));
  }

  @Test
  void adminText_isTheAdminScope() {
    assertThat(RULES.parse("agent_os:admin")).isEqualTo(new Scope.Admin("agent_os:admin"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AGENT_OS:ADMIN", "Agent_os:admin", "agent_os:Admin"})
  void adminTextInOtherCase_isNoAdmin(String name) {
    assertThat(RULES.parse(name)).isInstanceOf(Scope.Global.class);
  }

  @Test
  void adminTextInAnotherSpelling_isMalformed() {
    // as a global scope it would be written back as the admin scope
    assertMalformed("agent_os:*:admin");
  }

  @Test
  void malformedScope_neverEchoesTheText() {
    for (String secret : new String[] {"s3cret:x:y:z", "agents:s3cret*:read", "agents:%s3cret:r"}) {
      assertThatThrownBy(() -> RULES.parse(secret))
          .isInstanceOf(MalformedScope.class)
          .hasMessageNotContaining("s3cret");
    }
  }

  @Test
  void toString_isTheTextSoThatNoControlCharacterReachesALog() {
    assertThat(Scope.of("agents", "a\nb", "run")).hasToString("agents:a%0Ab:run");
    assertThat(Scope.global("agents", "run")).hasToString("agents:run");
    assertThat(Scope.prefix("agents", "\r/", "run")).hasToString("agents:%0D/*:run");
    assertThat(RULES.adminScope()).hasToString("agent_os:admin");
  }

  @Test
  void whatCouldNotBeRead_canNotBeMadeEither() {
    assertThatThrownBy(() -> Scope.global("", "read")).isInstanceOf(MalformedScope.class);
    assertThatThrownBy(() -> Scope.global("agents", "*")).isInstanceOf(MalformedScope.class);
    assertThatThrownBy(() -> Scope.of("agents", "", "read")).isInstanceOf(MalformedScope.class);
    assertThatThrownBy(() -> Scope.of("a:b", "a", "read")).isInstanceOf(MalformedScope.class);
    assertThatThrownBy(() -> Scope.prefix("agents", "a", "read"))
        .isInstanceOf(MalformedScope.class);
    assertThatThrownBy(() -> Scope.prefix("agents", "", "read")).isInstanceOf(MalformedScope.class);
    assertThatThrownBy(() -> new Scope.Admin("a b")).isInstanceOf(MalformedScope.class);
  }

  private static void assertMalformed(String name) {
    assertThatThrownBy(() -> RULES.read(name)).isInstanceOf(MalformedScope.class);
  }
}
