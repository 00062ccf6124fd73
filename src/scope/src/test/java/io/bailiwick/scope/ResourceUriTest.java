package io.bailiwick.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceUriTest {
  private static final String BASE = "http://localhost:7777";

  @Test
  void serviceItself_isNamedByItsOwnUri() {
    assertThat(resolve(BASE, BASE)).contains(new ResourceUri.Target(Optional.empty()));
  }

  @Test
  void agentAndInstance_areNamedUnderIt() {
    assertThat(resolve(BASE, BASE + "/agents/research-agent"))
        .contains(agent(AgentBinding.named("research-agent")));
    assertThat(resolve(BASE, BASE + "/agents/chat-room/room/42"))
        .contains(agent(AgentBinding.keyed("chat-room", List.of("room", "42"))));
    assertThat(resolve(BASE, BASE + "/agents/a%3Ab/%C3%A9"))
        .contains(agent(AgentBinding.keyed("a:b", List.of("é"))));
  }

  @Test
  void baseWithPath_isMatchedByWholeSegments() {
    String base = "https://example.com/os";

    assertThat(resolve(base, base)).isPresent();
    assertThat(resolve(base, base + "/agents/a")).contains(agent(AgentBinding.named("a")));
    assertThat(resolve(base, "https://example.com/osx")).isEmpty();
    assertThat(resolve(base, "https://example.com/o")).isEmpty();
    assertThat(resolve(base, "https://example.com")).isEmpty();
    assertThat(resolve(base, "https://example.com/agents/a")).isEmpty();
    assertThat(resolve(base, "https://example.com/OS/agents/a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/agents", "/teams/t1", "/Agents/a", "/x", "/x/agents/a"})
  void whatIsNeitherServiceNorAgent_isNothing(String path) {
    assertThat(resolve(BASE, BASE + path)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://localhost:7777",
        "http://localhost:7778",
        "http://localhost",
        "http://LOCALHOST:7777",
        "http://localhost.evil.example:7777",
        "http://xlocalhost:7777",
        "http://127.0.0.1:7777",
        "http://[::1]:7777",
        "http://localhost:77777",
        "http://localhost:07777"
      })
  void anotherOrigin_isNeverResolved(String requested) {
    Optional<ResourceUri.Target> target;
    try {
      target = resolve(BASE, requested);
    } catch (MalformedPath e) {
      target = Optional.empty();
    }
    assertThat(target).isEmpty();
  }

  @Test
  void defaultPort_isAnotherTextAndSoAnotherService() {
    assertThat(resolve("http://h", "http://h:80")).isEmpty();
    assertThat(resolve("https://h:443", "https://h")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://[::1]:7777", "https://[2001:db8::1]", "http://[::ffff:1.2.3.4]"})
  void ipv6Host_isUnderstood(String base) {
    assertThat(resolve(base, base + "/agents/a")).contains(agent(AgentBinding.named("a")));
  }

  @Test
  void loneSlash_isTheSameAsNoPath() {
    assertThat(resolve(BASE, BASE + "/")).contains(new ResourceUri.Target(Optional.empty()));
    assertThat(resolve(BASE + "/", BASE + "/agents/a")).contains(agent(AgentBinding.named("a")));
    assertThat(ResourceUri.parse(BASE + "/").text()).isEqualTo(BASE + "/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:7777",
        "//localhost:7777",
        "/agents/a",
        "http:",
        "http:/localhost",
        "http://",
        "http:///agents/a",
        "http://:7777",
        "urn:x:y",
        "ftp://localhost",
        "ws://localhost:7777",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "HTTP://localhost:7777",
        "Http://localhost:7777",
        " http://localhost:7777",
        "http://localhost:7777 ",
        "http://localhost:7777\n",
        "http://localhost:7777\t/agents/a",
        "http://local\nhost:7777",
        "http://localhost:7777/agents/a\n",
        "http://user@localhost:7777",
        "http://user:pw@localhost:7777",
        "http://localhost:7777@evil.example",
        "http://localhost:7777?x=1",
        "http://localhost:7777/?x=1",
        "http://localhost:7777/agents/a?x",
        "http://localhost:7777#",
        "http://localhost:7777/agents/a#f",
        "http://localhost:7777/agents/..",
        "http://localhost:7777/agents/a/../b",
        "http://localhost:7777/./agents/a",
        "http://localhost:7777/agents/%2e%2e",
        "http://localhost:7777/agents/a%2Fb",
        "http://localhost:7777/agents%2Fa",
        "http://localhost:7777/agents/a%5Cb",
        "http://localhost:7777/agents\\a",
        "http://localhost:7777\\agents\\a",
        "http:\\\\localhost:7777",
        "http://localhost:7777//agents/a",
        "http://localhost:7777/agents/a/",
        "http://localhost:7777/agents/",
        "http://localhost:7777/agents/a;v=1",
        "http://localhost:7777/agents/%",
        "http://localhost:7777/agents/%C0%AF",
        "http://localhost:7777/agents/é",
        "http://é.example",
        "http://local%68ost:7777",
        "http://localhost:",
        "http://localhost:/agents/a",
        "http://localhost:0",
        "http://localhost:-1",
        "http://localhost:65536",
        "http://localhost:99999",
        "http://localhost:7777x",
        "http://localhost:7777:7777",
        "http://localhost.:7777",
        "http://.localhost",
        "http://a..b",
        "http://[::1",
        "http://::1",
        "http://[::1%25eth0]",
        "http://[]",
        "http://[localhost]"
      })
  void whatIsNoPlainHttpUri_isRefused(String text) {
    assertThatThrownBy(() -> ResourceUri.parse(text)).isInstanceOf(MalformedPath.class);
  }

  @ParameterizedTest
  @CsvSource({
    "http://h, http://h, true",
    "http://h, http://h/agents/a, true",
    "http://h/os, http://h, true",
    "http://h/os, http://h/osx, false",
    "http://h/os, http://h/os2/os, false",
    "http://h/a, http://h/b, false",
    "http://h, https://h, false",
    "http://h, http://h:80, true",
    "https://h:443/os, https://h, true",
    "http://h:443, http://h, false",
    "http://h, http://H, true",
    "http://h, http://h/, true",
    "http://h, http://hh, false",
    "http://h:7777, http://h:7778, false",
    "http://h/o%73, http://h/os, true"
  })
  void overlap_isSeenFromBothSides(String one, String other, boolean overlaps) {
    assertThat(ResourceUri.parse(one).overlaps(ResourceUri.parse(other))).isEqualTo(overlaps);
    assertThat(ResourceUri.parse(other).overlaps(ResourceUri.parse(one))).isEqualTo(overlaps);
  }

  @Test
  void text_isExactlyAsGivenAndMakesEquality() {
    ResourceUri uri = ResourceUri.parse("http://h:80/o%73");

    assertThat(uri.text()).isEqualTo("http://h:80/o%73");
    assertThat(uri).hasToString("http://h:80/o%73");
    assertThat(uri)
        .isEqualTo(ResourceUri.parse("http://h:80/o%73"))
        .hasSameHashCodeAs(ResourceUri.parse("http://h:80/o%73"));
    assertThat(ResourceUri.parse("http://h:65535").text()).isEqualTo("http://h:65535");
    assertThat(uri).isNotEqualTo(ResourceUri.parse("http://h:80/os"));
  }

  @Test
  void refusal_neverEchoesTheText() {
    assertThatThrownBy(() -> ResourceUri.parse("http://user:s3cret@h"))
        .isInstanceOf(MalformedPath.class)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void hugeText_isRefusedBeforeItIsRead() {
    assertThatThrownBy(() -> ResourceUri.parse("http://h/" + "a/".repeat(5_000_000)))
        .isInstanceOf(MalformedPath.class);
    assertThatThrownBy(() -> ResourceUri.parse("http://" + "a.".repeat(4000)))
        .isInstanceOf(MalformedPath.class);
  }

  private static ResourceUri.Target agent(AgentBinding binding) {
    return new ResourceUri.Target(Optional.of(binding));
  }

  private static Optional<ResourceUri.Target> resolve(String base, String requested) {
    return ResourceUri.parse(base).resolve(ResourceUri.parse(requested));
  }
}
