package io.bailiwick.adapter.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.scope.MalformedPath;
import io.bailiwick.scope.Scope;
import io.bailiwick.scope.ScopeRules;
import io.bailiwick.scope.ScopeSet;
import io.bailiwick.scope.Visibility;
import io.bailiwick.testkit.TestTokens;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The testkit's vectors of routes, replayed: from a request to what it requires, and decided. */
class RouteVectorsTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonNode FILE = file();
  private static final Map<String, RouteMap> MAPS = maps();

  @Test
  void everyRequest_requiresWhatItsVectorSays() {
    List<String> wrong = new ArrayList<>();
    for (JsonNode each : FILE.get("matches")) {
      ObjectNode outcome = outcome(each);
      if (!outcome.equals(expected(each))) {
        wrong.add(each + " is " + outcome);
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(FILE.get("matches")).hasSizeGreaterThan(150);
  }

  @Test
  void everyDecision_isWhatItsVectorSays() {
    List<String> wrong = new ArrayList<>();
    for (JsonNode each : FILE.get("decisions")) {
      ScopeSet held = ScopeSet.read(ScopeRules.standard(), texts(each.get("scopes")));
      Optional<RouteMatch> match = match(each);
      boolean allowed = match.map(found -> found.allows(held::covers)).orElse(false);
      Optional<JsonNode> shows =
          match.flatMap(found -> found.visibility(held::visible)).map(RouteVectorsTest::json);
      if (allowed != each.get("allowed").booleanValue()
          || !shows.equals(Optional.ofNullable(each.get("shows")))) {
        wrong.add(each + " is " + allowed + ", shows " + shows);
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(FILE.get("decisions")).hasSizeGreaterThan(40);
  }

  /** So that what other languages build from the file is the preset, and not what it once was. */
  @Test
  void routesOfThePresets_areThoseOfTheFile() {
    assertThat(routes("agno")).isEqualTo(AgnoPreset.routes());
    assertThat(routes("agno-routes")).isEqualTo(AgnoPreset.routes());
    assertThat(routes("agno-public")).isEqualTo(AgnoPreset.publicRoutes());
    assertThat(routes("agno-a2a")).isEqualTo(AgnoPreset.a2a("/a2a"));
    assertThat(map("agno").loosened()).isEqualTo(AgnoPreset.builder().build().loosened());
  }

  private static Optional<RouteMatch> match(JsonNode vector) {
    return map(vector.get("map").textValue())
        .match(vector.get("method").textValue(), vector.get("path").textValue());
  }

  private static ObjectNode outcome(JsonNode vector) {
    ObjectNode outcome = JSON.objectNode();
    Optional<RouteMatch> match;
    try {
      match = match(vector);
    } catch (MalformedPath e) {
      return outcome.put("refused", "malformed");
    }
    if (match.isEmpty()) {
      return outcome.put("refused", "unmapped");
    }
    outcome.set("requires", json(match.get().requirement()));
    match
        .get()
        .resource()
        .ifPresent(
            resource ->
                outcome
                    .putObject("resource")
                    .put("family", resource.family())
                    .put("id", resource.id())
                    .set("key", array(resource.key())));
    match
        .get()
        .listed()
        .ifPresent(
            listed ->
                outcome
                    .putObject("lists")
                    .put("family", listed.family())
                    .put("action", listed.action()));
    return outcome;
  }

  private static ObjectNode expected(JsonNode vector) {
    ObjectNode expected = vector.deepCopy();
    return expected.remove(List.of("map", "method", "path"));
  }

  private static JsonNode json(Requirement requirement) {
    if (requirement instanceof Requirement.Public) {
      return JSON.textNode("public");
    }
    if (requirement instanceof Requirement.Authenticated) {
      return JSON.textNode("authenticated");
    }
    List<String> scopes = requirement.scopes().stream().map(Scope::text).toList();
    String how = requirement instanceof Requirement.AnyOf ? "any" : "all";
    return JSON.objectNode().set(how, array(scopes));
  }

  private static JsonNode json(Visibility visible) {
    if (visible instanceof Visibility.All) {
      return JSON.textNode("all");
    }
    Set<String> ids = visible instanceof Visibility.Some some ? some.ids() : Set.of();
    return array(ids.stream().sorted().toList());
  }

  private static RouteMap map(String name) {
    return Objects.requireNonNull(MAPS.get(name), name);
  }

  private static Map<String, RouteMap> maps() {
    Map<String, RouteMap> maps = new LinkedHashMap<>();
    FILE.get("maps")
        .fields()
        .forEachRemaining(each -> maps.put(each.getKey(), built(each.getKey(), each.getValue())));
    return maps;
  }

  private static RouteMap built(String name, JsonNode told) {
    RouteMap.Builder builder =
        told.has("preset")
            ? RouteMap.builder().defaults(routes(name))
            : own(RouteMap.builder(), routes(name));
    if (told.path("unmapped").asText().equals("authenticated")) {
      // the preset's own leniency, which has one setting more than requests show
      builder.allowUnmapped().emptyRequirementIsPublic();
    }
    if (told.path("trailingSlash").asText().equals("ignored")) {
      builder.ignoreTrailingSlash();
    }
    told.path("oldNames")
        .fields()
        .forEachRemaining(
            old -> builder.acceptOldResourceName(old.getKey(), old.getValue().textValue()));
    return builder.build();
  }

  private static RouteMap.Builder own(RouteMap.Builder builder, List<Route> routes) {
    routes.forEach(builder::route);
    return builder;
  }

  private static List<Route> routes(String map) {
    List<Route> routes = new ArrayList<>();
    for (JsonNode each : FILE.get("maps").get(map).get("routes")) {
      routes.add(route(each));
    }
    return routes;
  }

  private static Route route(JsonNode told) {
    return new Route(
        told.get("method").textValue(),
        told.get("pattern").textValue(),
        requirement(told.get("requires")),
        Optional.ofNullable(told.get("names"))
            .map(
                names ->
                    new Route.Named(
                        names.get("family").textValue(), names.get("segment").intValue())),
        Optional.ofNullable(told.get("lists"))
            .map(
                lists ->
                    new Route.Listed(
                        lists.get("family").textValue(), lists.get("action").textValue())));
  }

  private static Requirement requirement(JsonNode told) {
    if (told.isTextual()) {
      return switch (told.textValue()) {
        case "public" -> Requirement.publicAccess();
        case "authenticated" -> Requirement.authenticated();
        default -> throw new IllegalArgumentException(told.textValue());
      };
    }
    return told.has("any")
        ? Requirement.anyOf(texts(told.get("any")).toArray(String[]::new))
        : Requirement.allOf(texts(told.get("all")).toArray(String[]::new));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.textValue()));
    return texts;
  }

  private static ArrayNode array(List<String> texts) {
    ArrayNode array = JSON.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  private static JsonNode file() {
    try (InputStream in = TestTokens.class.getResourceAsStream("vectors/routes.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
