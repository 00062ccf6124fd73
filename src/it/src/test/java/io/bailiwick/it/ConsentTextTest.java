package io.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bailiwick.it.keycloak.BuildPaths;
import io.bailiwick.it.realm.RealmFile;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The realm's consent texts are keys, and the theme has words for each in each language. */
final class ConsentTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void everyConsentKeyOfTheRealm_hasWords(String language) throws Exception {
    assertThat(texts(language).stringPropertyNames()).containsAll(consentKeys());
  }

  @Test
  void bothLanguages_haveTheSameKeys() throws Exception {
    assertThat(texts("de").stringPropertyNames()).isEqualTo(texts("en").stringPropertyNames());
  }

  private static List<String> consentKeys() throws Exception {
    JsonNode realm =
        new ObjectMapper().readTree(RealmFile.production(BuildPaths.realmConfig()).json());
    List<String> keys =
        StreamSupport.stream(realm.path("clientScopes").spliterator(), false)
            .map(scope -> scope.path("attributes"))
            .filter(
                attributes -> attributes.path("display.on.consent.screen").asText().equals("true"))
            .map(attributes -> attributes.path("consent.screen.text").asText())
            .map(text -> text.substring(2, text.length() - 1))
            .toList();
    assertThat(keys).hasSizeGreaterThan(10);
    return keys;
  }

  private static Properties texts(String language) throws Exception {
    String file = "/theme/bailiwick/login/messages/messages_" + language + ".properties";
    Properties properties = new Properties();
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(ConsentTextTest.class.getResourceAsStream(file)),
            StandardCharsets.UTF_8)) {
      properties.load(reader);
    }
    return properties;
  }
}
