package io.bailiwick.keycloak.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RevocationsRequestTest {

  private static MultivaluedMap<String, String> form(String... fields) {
    MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      form.add(fields[i], fields[i + 1]);
    }
    return form;
  }

  @Test
  void nothing_isAStartThatDoesNotWait() throws Exception {
    assertThat(RevocationsRequest.of(null).cursor()).isEmpty();
    assertThat(RevocationsRequest.of(form("client_id", "x")).patience()).isZero();
  }

  @Test
  void cursorAndWait_areRead() throws Exception {
    RevocationsRequest request =
        RevocationsRequest.of(form("cursor", "1~AAAAAAAA.1", "wait", "25"));

    assertThat(request.cursor()).isPresent();
    assertThat(request.patience()).isEqualTo(Duration.ofSeconds(25));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "26", "1.5", "1s", "999", "٣"})
  void anyOtherWait_isMalformed(String wait) {
    assertThatThrownBy(() -> RevocationsRequest.of(form("wait", wait)))
        .isInstanceOf(RevocationsRequest.Malformed.class);
  }

  @Test
  void foreignCursor_orTwoOfEither_isMalformed() {
    for (MultivaluedMap<String, String> form :
        List.of(
            form("cursor", ""),
            form("cursor", "x"),
            form("cursor", "1", "cursor", "1"),
            form("wait", "1", "wait", "1"))) {
      assertThatThrownBy(() -> RevocationsRequest.of(form))
          .isInstanceOf(RevocationsRequest.Malformed.class);
    }
  }

  @Test
  void allThatIsHeld_isAskedForWithoutACursor() throws Exception {
    assertThat(RevocationsRequest.of(form("from", "oldest")).fromOldest()).isTrue();
    assertThat(RevocationsRequest.of(form("wait", "1")).fromOldest()).isFalse();
    for (MultivaluedMap<String, String> wrong :
        List.of(
            form("from", "newest"),
            form("from", ""),
            form("from", "oldest", "cursor", "1~AAAAAAAA.1"))) {
      assertThatThrownBy(() -> RevocationsRequest.of(wrong))
          .isInstanceOf(RevocationsRequest.Malformed.class);
    }
  }
}
