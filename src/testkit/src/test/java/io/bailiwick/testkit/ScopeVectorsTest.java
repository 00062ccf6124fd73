package io.bailiwick.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.bailiwick.scope.AgentBinding;
import io.bailiwick.scope.MalformedPath;
import io.bailiwick.scope.MalformedScope;
import io.bailiwick.scope.ResourceUri;
import io.bailiwick.scope.Scope;
import io.bailiwick.scope.ScopeRules;
import io.bailiwick.scope.ScopeSet;
import io.bailiwick.scope.Visibility;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The vectors of the scope language, written by hand from its description, replayed. */
class ScopeVectorsTest {
  private static final ScopeRules RULES = ScopeRules.standard();

  private final Map<String, Object> file = file();

  private static Map<String, Object> file() {
    try (InputStream in = TestTokens.class.getResourceAsStream("vectors/scopes.json")) {
      return JSONObjectUtils.parse(
          new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    } catch (java.io.IOException | java.text.ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Map<String, Object>> vectors(String name) throws Exception {
    List<Map<String, Object>> vectors = List.of(JSONObjectUtils.getJSONObjectArray(file, name));
    assertThat(vectors).isNotEmpty();
    return vectors;
  }

  private static ScopeSet set(Map<String, Object> vector, String name) throws Exception {
    return ScopeSet.read(RULES, texts(vector, name));
  }

  private static List<String> texts(Map<String, Object> vector, String name) throws Exception {
    return JSONObjectUtils.getStringList(vector, name);
  }

  @Test
  void texts_areReadOrMalformed() throws Exception {
    for (Map<String, Object> vector : vectors("read")) {
      String text = JSONObjectUtils.getString(vector, "text");
      Optional<String> canonical = canonical(text);
      assertThat(canonical.orElse(null)).as(vector.toString()).isEqualTo(vector.get("canonical"));
    }
  }

  private static Optional<String> canonical(String text) {
    try {
      return RULES.read(text).map(scope -> ScopeSet.of(RULES, List.of(scope)).text());
    } catch (MalformedScope e) {
      return Optional.empty();
    }
  }

  @Test
  void heldScopes_coverOrDoNot() throws Exception {
    for (Map<String, Object> vector : vectors("covers")) {
      Scope required = RULES.parse(JSONObjectUtils.getString(vector, "required"));
      assertThat(set(vector, "held").covers(required))
          .as(vector.toString())
          .isEqualTo(vector.get("covers"));
    }
  }

  @Test
  void meets_areWhatBothCover() throws Exception {
    for (Map<String, Object> vector : vectors("meet")) {
      ScopeSet a = set(vector, "a");
      ScopeSet b = set(vector, "b");
      assertThat(a.meet(b).texts()).as(vector.toString()).isEqualTo(texts(vector, "meet"));
      assertThat(b.meet(a)).as(vector.toString()).isEqualTo(a.meet(b));
    }
  }

  @Test
  void narrowing_neverWidens() throws Exception {
    for (Map<String, Object> vector : vectors("narrow")) {
      assertThat(set(vector, "held").narrowTo(set(vector, "asked").scopes()).texts())
          .as(vector.toString())
          .isEqualTo(texts(vector, "narrowed"));
    }
  }

  @Test
  void listings_showWhatIsHeld() throws Exception {
    for (Map<String, Object> vector : vectors("visible")) {
      Visibility visible =
          set(vector, "held")
              .visible(
                  JSONObjectUtils.getString(vector, "resource"),
                  JSONObjectUtils.getString(vector, "action"));
      Object expected = vector.get("visible");
      boolean all = "all".equals(expected);
      assertThat(visible.admits("any other")).as(vector.toString()).isEqualTo(all);
      if (expected instanceof List<?> ids) {
        assertThat(ids).allMatch(id -> visible.admits(String.valueOf(id)));
      } else {
        assertThat(visible).isInstanceOf(all ? Visibility.All.class : Visibility.None.class);
      }
    }
  }

  @Test
  void resources_areWithinTheirServiceOrNot() throws Exception {
    for (Map<String, Object> vector : vectors("resources")) {
      Optional<ResourceUri.Target> target =
          ResourceUri.parse(JSONObjectUtils.getString(vector, "service"))
              .resolve(ResourceUri.parse(JSONObjectUtils.getString(vector, "asked")));
      assertThat(target.isPresent()).as(vector.toString()).isEqualTo(vector.get("within"));
      if (vector.containsKey("agent")) {
        Map<String, Object> agent = JSONObjectUtils.getJSONObject(vector, "agent");
        String name = JSONObjectUtils.getString(agent, "name");
        assertThat(target.orElseThrow().agent())
            .contains(
                agent.containsKey("key")
                    ? AgentBinding.keyed(name, texts(agent, "key"))
                    : AgentBinding.named(name));
      }
    }
  }

  @Test
  void malformedResources_areRefused() throws Exception {
    for (String text : texts(file, "malformedResources")) {
      assertThatThrownBy(() -> ResourceUri.parse(text)).as(text).isInstanceOf(MalformedPath.class);
    }
  }
}
