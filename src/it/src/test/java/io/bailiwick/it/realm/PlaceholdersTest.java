package io.bailiwick.it.realm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same answers that Keycloak 26.7.3's own replacer gave to the same texts. */
final class PlaceholdersTest {
  private static final Environment ENVIRONMENT = Environment.of(Map.of("PORT", "9"));

  @ParameterizedTest
  @CsvSource({
    "${UNSET:http://localhost:7777}, http://localhost:7777",
    "${UNSET:http://localhost:${PORT:7777}}, http://localhost:9",
    "${UNSET:http://localhost:${ALSO_UNSET:7777}}, http://localhost:7777",
    "http://localhost:${PORT:7777}/*, http://localhost:9/*",
    "${emailScopeConsentText}, ${emailScopeConsentText}",
    "${PORT:}, 9",
    "a$b, a$b",
    "$${PORT}, $9",
    "${open, ${open",
    "${PORT}${PORT}, 99",
  })
  void placeholder_isReplacedAsKeycloakDoes(String text, String expected) {
    assertThat(Placeholders.resolve(text, ENVIRONMENT)).isEqualTo(expected);
  }
}
