package io.bailiwick.keycloak.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CursorTest {

  @Test
  void text_isReadBack() {
    Cursor cursor = new Cursor(Map.of("AAAAAAAA", 0L, "b-_4zzzz", 123_456_789L));

    assertThat(Cursor.parse(cursor.text())).contains(cursor);
    assertThat(cursor.text()).matches("[A-Za-z0-9._~-]+");
    assertThat(Cursor.parse("1")).contains(new Cursor(Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2",
        "1~",
        "1~AAAAAAAA",
        "1~AAAAAAAA.",
        "1~AAAAAAAA.-1",
        "1~AAAAAAAA.A",
        "1~AAAAAAA.1",
        "1~AAAAAAAA.1~AAAAAAAA.1",
        "1~AAAAAAAA.zzzzzzzzzzzzzzzz",
        "1~AAAAAAAA.1\n"
      })
  void anythingElse_isNone(String text) {
    assertThat(Cursor.parse(text)).isEmpty();
  }

  @Test
  void tooLong_isNone() {
    assertThat(Cursor.parse("1" + "~AAAAAAAA.1".repeat(1_000))).isEmpty();
  }
}
