package io.bailiwick.adapter.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PathPatternTest {
  @Property
  void matching_isWhatARegularExpressionSays(
      @ForAll("patterns") List<String> pattern, @ForAll("paths") List<String> path) {
    String regex =
        pattern.stream()
            .map(
                part ->
                    switch (part) {
                      case "*" -> "/[^/]+";
                      case "**" -> "(?:/[^/]+)+";
                      default -> "/" + Pattern.quote(part);
                    })
            .collect(Collectors.joining());
    assertThat(PathPattern.compile("/" + String.join("/", pattern)).matches(path))
        .isEqualTo(Pattern.matches(regex, "/" + String.join("/", path)));
  }

  @Property
  void patternThatIncludesAnother_matchesAllThatItMatches(
      @ForAll("patterns") List<String> one,
      @ForAll("patterns") List<String> other,
      @ForAll("paths") List<String> path) {
    PathPattern wide = PathPattern.compile("/" + String.join("/", one));
    PathPattern narrow = PathPattern.compile("/" + String.join("/", other));
    if (wide.includes(narrow) && narrow.matches(path)) {
      assertThat(wide.matches(path)).isTrue();
    }
  }

  @Provide
  Arbitrary<List<String>> patterns() {
    return Arbitraries.of("a", "b", "*", "**").list().ofMinSize(1).ofMaxSize(5);
  }

  @Provide
  Arbitrary<List<String>> paths() {
    return Arbitraries.of("a", "b", "c").list().ofMinSize(1).ofMaxSize(6);
  }
}
