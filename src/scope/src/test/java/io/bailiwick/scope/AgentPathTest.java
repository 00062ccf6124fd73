package io.bailiwick.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentPathTest {

  @Test
  void nameAndKey_areReadSegmentBySegment() {
    AgentPath path = AgentPath.parse("/agents/chat-room/room/42");

    assertThat(path).isEqualTo(new AgentPath("chat-room", List.of("room", "42")));
    assertThat(path.binding()).isEqualTo(AgentBinding.keyed("chat-room", List.of("room", "42")));
  }

  @Test
  void nameAlone_bindsEveryInstance() {
    AgentPath path = AgentPath.parse("/agents/research-agent");

    assertThat(path.key()).isEmpty();
    assertThat(path.binding()).isEqualTo(AgentBinding.named("research-agent"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/agents", "/teams/t1", "/Agents/a1", "/x/agents/a1"})
  void whatIsNoAgentsPath_isRefused(String path) {
    assertThatThrownBy(() -> AgentPath.parse(path)).isInstanceOf(MalformedPath.class);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "/agents/a%31, a1",
        "/agents/a%3Ab, a:b",
        "/agents/a:b@c, a:b@c",
        "/agents/%C3%A9t%c3%a9, été",
        "/agents/%F0%9F%98%80, 😀",
        "/agents/a%20b, a b",
        "/agents/a+b, a+b",
        "/agents/100%25, 100%",
        "/agents/..., ...",
        "/agents/.hidden, .hidden",
        "/agents/azAZ09-._~!$&'()*+=:@, azAZ09-._~!$&'()*+=:@",
        "/agents/%3F%23, ?#",
        "/agents/*, *",
        "/agents/%2A, *"
      })
  void segment_isDecodedOnce(String path, String name) {
    assertThat(AgentPath.parse(path).name()).isEqualTo(name);
  }

  @Test
  void doublyEscapedSlash_staysAnEscape() {
    assertThat(AgentPath.segments("/agents/a%252Fb")).containsExactly("agents", "a%2Fb");
    assertThat(AgentPath.segments("/agents/%252e%252e")).containsExactly("agents", "%2e%2e");
  }

  @Test
  void agentNamedStar_isNoWildcard() {
    AgentPath path = AgentPath.parse("/agents/*");
    Scope scope = Scope.of(AgentPath.FAMILY, path.name(), "run");

    assertThat(scope.text()).isEqualTo("agents:%2A:run");
    assertThat(path.binding().admits("a1", List.of())).isFalse();
  }

  @Test
  void rootPath_hasNoSegments() {
    assertThat(AgentPath.segments("/")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "agents",
        "agents/a",
        "//",
        "//agents",
        "/agents/",
        "/agents/a/",
        "/agents//a",
        "/a///b"
      })
  void emptySegmentOrTrailingSlash_isRefused(String path) {
    assertRefused(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/.",
        "/..",
        "/./",
        "/agents/.",
        "/agents/..",
        "/agents/../teams",
        "/agents/./a",
        "/agents/%2e",
        "/agents/%2E%2e",
        "/agents/.%2e",
        "/agents/%2E./a",
        "/..%2f",
        "/agents/..;"
      })
  void dotSegment_isRefusedPlainAndEscaped(String path) {
    assertRefused(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/agents/a%2Fb",
        "/agents/a%2fb",
        "/agents/%2F",
        "/agents/a%5Cb",
        "/agents/a%5cb",
        "/agents/a\\b",
        "\\agents\\a",
        "/agents\\..\\a"
      })
  void slashOrBackslashWithinASegment_isRefused(String path) {
    assertRefused(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/agents/a;b", "/agents;v=1/a", "/agents/a;", "/agents/a%3Bb", "/;"})
  void semicolon_isRefusedPlainAndEscaped(String path) {
    assertRefused(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/agents/a\n",
        "/agents/a\r\nb",
        "/agents/\t",
        "/agents/a\0",
        "/agents/%00",
        "/agents/a%0A",
        "/agents/%0d%0a",
        "/agents/%7F",
        "/agents/%C2%85",
        "/agents/\u0085",
        "/\u001F"
      })
  void controlCharacter_isRefusedPlainAndEscaped(String path) {
    assertRefused(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/agents/%",
        "/agents/%4",
        "/agents/%zz",
        "/agents/a%",
        "/agents/%u0041",
        "/agents/%C3",
        "/agents/%A9",
        "/agents/%C0%AF",
        "/agents/%C0%AE%C0%AE",
        "/agents/%E0%80%AF",
        "/agents/%ED%A0%80",
        "/agents/%F4%90%80%80",
        "/agents/%FF",
        "/agents/%C3/%A9",
        "/agents/%2/F"
      })
  void brokenEscapeOrMalformedUtf8_isRefused(String path) {
    assertRefused(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/agents/a b", "/agents/a?b", "/agents/a#b", "/agents/é", "/agents/😀", "/agents/\uD83D",
        "/agents/a|b", "/agents/<a>", "/agents/\"a\"", "/agents/[a]", "/agents/{a}", "/agents/a^b",
        "/agents/a`b", "/agents/a~\u007F", "/agents/\u2215", "/agents/\uFF0F", "/agents/\u00A0"
      })
  void whatNoUriPathHolds_isRefused(String path) {
    assertRefused(path);
  }

  @Test
  void lengths_areBounded() {
    assertThat(AgentPath.segments("/" + "a".repeat(Scope.MAX_ID))).hasSize(1);
    assertRefused("/" + "a".repeat(Scope.MAX_ID + 1));
    assertThat(AgentPath.segments("/a".repeat(AgentBinding.MAX_KEY))).hasSize(AgentBinding.MAX_KEY);
    assertRefused("/a".repeat(AgentBinding.MAX_KEY + 1));
    assertRefused("/" + "a/".repeat(1_000_000));
    // 12 characters for one of four octets, twelve when written in a scope
    String longest = "/" + "%F0%9F%98%80".repeat(Scope.MAX_ID / 12);
    assertThat(AgentPath.segments(longest.repeat(8))).hasSize(8);
    assertRefused(longest.repeat(9));
  }

  @Test
  void refusal_neverEchoesThePath() {
    assertThatThrownBy(() -> AgentPath.segments("/s3cret/%zz"))
        .isInstanceOf(MalformedPath.class)
        .hasMessageNotContaining("s3cret")
        .hasMessageNotContaining("zz");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "\uD83D"})
  void pathMadeByHand_obeysTheSameBounds(String text) {
    assertThatThrownBy(() -> new AgentPath(text, List.of())).isInstanceOf(MalformedPath.class);
    assertThatThrownBy(() -> new AgentPath("a", List.of(text))).isInstanceOf(MalformedPath.class);
  }

  private static void assertRefused(String path) {
    assertThatThrownBy(() -> AgentPath.segments(path)).isInstanceOf(MalformedPath.class);
  }
}
