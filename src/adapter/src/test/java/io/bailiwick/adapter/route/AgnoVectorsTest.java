package io.bailiwick.adapter.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bailiwick.scope.Scope;
import io.bailiwick.scope.ScopeRules;
import io.bailiwick.scope.ScopeSet;
import io.bailiwick.scope.Visibility;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Decisions observed from Agno AgentOS, replayed with the preset. A vector says what is decided;
 * whether an empty listing is answered with {@code []} or 403 is the listing's option.
 */
class AgnoVectorsTest {
  private static final RouteMap ROUTES = AgnoPreset.builder().build();

  /** What Agno takes for a global scope; here it is malformed and grants nothing. */
  private static final Set<String> EMPTY_ID =
      Set.of(
          "[agents::read] GET /agents",
          "[agents::read] GET /agents/",
          "[agents::read] GET /agents/a1",
          "[agents::read] GET /agents/a2",
          "[agents::read] GET /agents/A1",
          "[agents::read] GET /agents/a1/runs/r1",
          "[agents::read] GET /agents/a%31");

  /** {@code a%31} is {@code a1}: the path is decoded, once, as the framework behind it does. */
  private static final Set<String> NEEDLESS_ESCAPE =
      Set.of(
          "[agents:a1:read] GET /agents/a%31", "[agents:a1:read, agents:a2:read] GET /agents/a%31");

  /** What Agno takes for an id with a star in it; here a star in an id must be escaped. */
  private static final Set<String> PLAIN_STAR =
      Set.of("[agents:a*:read] GET /agents", "[agents:a*:read] GET /agents/");

  private record Decided(boolean allowed, List<String> required, Optional<Set<String>> ids) {}

  private record Vector(List<String> scopes, String method, String path, Decided observed) {
    String name() {
      return "[" + String.join(", ", scopes) + "] " + method + " " + path;
    }

    boolean differs() {
      return !decide(this).equals(observed);
    }
  }

  @Test
  void everyVector_matchesExceptTheNamedDifferences() throws IOException {
    List<Vector> vectors = vectors();
    assertThat(vectors).hasSize(375);
    Set<String> head =
        vectors.stream()
            .filter(vector -> vector.method().equals("HEAD"))
            .map(Vector::name)
            .collect(Collectors.toSet());
    Set<String> named = new TreeSet<>(head);
    named.addAll(EMPTY_ID);
    named.addAll(NEEDLESS_ESCAPE);
    named.addAll(PLAIN_STAR);
    assertThat(vectors.stream().filter(Vector::differs).map(Vector::name))
        .containsExactlyInAnyOrderElementsOf(named);
  }

  @Test
  void scopeWithEmptyId_isMalformedAndNotGlobal() throws IOException {
    for (Vector vector : vectors()) {
      if (EMPTY_ID.contains(vector.name())) {
        Decided ours = decide(vector);
        assertThat(vector.observed().allowed()).as(vector.name()).isTrue();
        assertThat(vector.observed().ids()).as(vector.name()).isEmpty();
        if (vector.path().startsWith("/agents/a") || vector.path().startsWith("/agents/A")) {
          assertThat(ours.allowed()).as(vector.name()).isFalse();
        } else {
          assertThat(ours.ids()).as(vector.name()).contains(Set.of());
        }
      }
    }
  }

  @Test
  void head_isDecidedAsGet() throws IOException {
    List<Vector> heads = vectors().stream().filter(v -> v.method().equals("HEAD")).toList();
    assertThat(heads).hasSize(25);
    for (Vector vector : heads) {
      Vector get = new Vector(vector.scopes(), "GET", vector.path(), vector.observed());
      assertThat(decide(vector)).as(vector.name()).isEqualTo(decide(get));
      assertThat(vector.observed().required()).as(vector.name()).isEmpty();
      assertThat(decide(vector).required()).as(vector.name()).containsExactly("agents:read");
    }
  }

  @Test
  void needlessEscapeInPath_namesTheDecodedId() throws IOException {
    for (Vector vector : vectors()) {
      if (NEEDLESS_ESCAPE.contains(vector.name())) {
        Vector plain = new Vector(vector.scopes(), "GET", "/agents/a1", vector.observed());
        assertThat(vector.observed().allowed()).as(vector.name()).isFalse();
        assertThat(decide(vector)).as(vector.name()).isEqualTo(decide(plain));
      }
    }
  }

  @Test
  void plainStarInId_isMalformedAndShowsNothing() throws IOException {
    for (Vector vector : vectors()) {
      if (PLAIN_STAR.contains(vector.name())) {
        assertThat(vector.observed().ids()).as(vector.name()).contains(Set.of("a*"));
        assertThat(decide(vector).ids()).as(vector.name()).contains(Set.of());
      }
    }
  }

  private static Decided decide(Vector vector) {
    ScopeSet held = ScopeSet.read(ScopeRules.standard(), vector.scopes());
    Optional<RouteMatch> match = ROUTES.match(vector.method(), vector.path());
    if (match.isEmpty()) {
      return new Decided(false, List.of(), Optional.empty());
    }
    boolean allowed = match.get().allows(held::covers);
    List<String> required =
        match.get().route().map(route -> texts(route.requirement())).orElse(List.of());
    Optional<Set<String>> ids =
        match.get().visibility(held::visible).flatMap(AgnoVectorsTest::filteredTo);
    return new Decided(allowed, required, ids);
  }

  private static List<String> texts(Requirement requirement) {
    return requirement.scopes().stream().map(Scope::text).toList();
  }

  private static Optional<Set<String>> filteredTo(Visibility visible) {
    if (visible instanceof Visibility.All) {
      return Optional.empty();
    }
    return Optional.of(visible instanceof Visibility.Some some ? some.ids() : Set.of());
  }

  private static List<Vector> vectors() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            AgnoVectorsTest.class.getResourceAsStream("agno-route-decisions.json"))) {
      List<Vector> vectors = new ArrayList<>();
      for (JsonNode node : new ObjectMapper().readTree(in)) {
        JsonNode accessible = node.get("accessible");
        Decided observed =
            new Decided(
                node.get("allowed").booleanValue(),
                list(node.get("required")),
                accessible.isNull() ? Optional.empty() : Optional.of(Set.copyOf(list(accessible))));
        vectors.add(
            new Vector(
                list(node.get("scopes")),
                node.get("method").textValue(),
                node.get("path").textValue(),
                observed));
      }
      return vectors;
    }
  }

  private static List<String> list(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.textValue()));
    return texts;
  }
}
