package io.bailiwick.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What reading promises for any text at all. */
class ScopeReadingLawsTest {
  private static final List<ScopeRules> DIALECTS = ScopeArbitraries.DIALECTS;

  /** Text made of what the language gives a meaning to. */
  @Provide
  Arbitrary<String> nearScopes() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            ":",
            ":",
            ":",
            "*",
            "/",
            "%",
            "%2",
            "%3A",
            "%2a",
            "%2F",
            "%C3",
            "%A9",
            "%ED%A0%80",
            "agents",
            "agent_os",
            "read",
            "admin",
            "a",
            "A",
            "é",
            "\uD83D",
            "\uDE00",
            " ",
            "\n",
            "\0",
            "\u202E",
            "\"",
            "\\",
            "-",
            "_",
            ".",
            "/*");
    return pieces.list().ofMaxSize(9).map(list -> String.join("", list));
  }

  @Provide
  Arbitrary<String> nearPaths() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "/",
            "/",
            "/",
            "agents",
            "a",
            ".",
            "..",
            "%2e",
            "%2F",
            "%5C",
            "%",
            "%4",
            "%C3",
            "%A9",
            "%F0%9F%98%80",
            ";",
            "\\",
            "?",
            "#",
            "*",
            ":",
            "@",
            "é",
            "\uD83D",
            " ",
            "\n",
            "%00");
    return pieces.list().ofMaxSize(9).map(list -> String.join("", list));
  }

  @Provide
  Arbitrary<String> nearUris() {
    Arbitrary<String> start =
        Arbitraries.of("http://", "https://", "HTTP://", "http:/", "http://h", "http://[::1]", "");
    Arbitrary<String> middle =
        Arbitraries.of("", "h", "h:80", "u@h", ":", ":80", ".", "h.", "[", "]", "localhost", "\n");
    return start.flatMap(s -> middle.flatMap(m -> nearPaths().map(p -> s + m + p)));
  }

  @Provide
  Arbitrary<String> ids() {
    return Arbitraries.strings()
        .all()
        .ofMinLength(1)
        .ofMaxLength(40)
        .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
  }

  @Property
  void anyText_isReadOrMalformedAndNothingElse(@ForAll String text) {
    DIALECTS.forEach(rules -> read(rules, text));
  }

  @Property(tries = 5000)
  void nearlyAScope_isReadOrMalformedAndReadsBackAsItself(@ForAll("nearScopes") String text) {
    for (ScopeRules rules : DIALECTS) {
      read(rules, text)
          .ifPresent(
              scope -> {
                assertThat(rules.parse(scope.text())).isEqualTo(scope);
                assertThat(ScopeText.isToken(scope.text())).isTrue();
              });
    }
  }

  @Property
  void anyId_isWrittenAsATokenAndReadsBack(@ForAll("ids") String id) {
    Scope scope = Scope.of("agents", id, "run");

    assertThat(ScopeText.isToken(scope.text())).isTrue();
    for (ScopeRules rules : DIALECTS) {
      assertThat(rules.parse(scope.text())).isEqualTo(scope);
    }
  }

  @Property
  void anyId_isCoveredByItselfAndByNoOtherId(
      @ForAll("ids") String id, @ForAll("ids") String other) {
    ScopeSet held =
        ScopeSet.read(ScopeRules.standard(), List.of(Scope.of("agents", id, "run").text()));

    assertThat(held.covers("agents", id, "run")).isTrue();
    assertThat(held.covers("agents", other, "run")).isEqualTo(id.equals(other));
    assertThat(held.covers("agents", "run")).isFalse();
  }

  @Property
  void anyPath_isSplitOrRefusedAndNothingElse(@ForAll String path) {
    segments(path);
    segments("/" + path);
  }

  @Property(tries = 5000)
  void nearlyAPath_splitsIntoSegmentsThatAreSafeNames(@ForAll("nearPaths") String path) {
    for (String segment : segments(path).orElse(List.of())) {
      assertThat(segment).isNotEmpty().isNotEqualTo(".").isNotEqualTo("..");
      assertThat(segment).doesNotContain("/", "\\", ";");
      assertThat(segment.codePoints().noneMatch(Character::isISOControl)).isTrue();
      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(segment)).isTrue();
      // so a scope can always be made of it
      assertThat(Scope.of(AgentPath.FAMILY, segment, "run").text()).isNotEmpty();
    }
  }

  @Property(tries = 5000)
  void nearlyAUri_isReadOrRefusedAndResolvesWithoutThrowing(@ForAll("nearUris") String text) {
    ResourceUri service = ResourceUri.parse("http://h");
    try {
      ResourceUri uri = ResourceUri.parse(text);
      assertThat(uri.text()).isEqualTo(text);
      assertThat(uri.resolve(uri)).contains(new ResourceUri.Target(Optional.empty()));
      assertThat(uri.overlaps(uri)).isTrue();
      assertThat(service.resolve(uri).isPresent() && !service.overlaps(uri)).isFalse();
    } catch (MalformedPath refused) {
      assertThat(refused.getMessage()).isNotEmpty();
    }
  }

  private static Optional<Scope> read(ScopeRules rules, String text) {
    try {
      return rules.read(text);
    } catch (MalformedScope malformed) {
      return Optional.empty();
    }
  }

  private static Optional<List<String>> segments(String path) {
    try {
      return Optional.of(AgentPath.segments(path));
    } catch (MalformedPath refused) {
      return Optional.empty();
    }
  }
}
