package io.bailiwick.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLifeMessagesTest {
  private static final LifeMessages MESSAGES = LifeMessages.standard();

  @Test
  void renewal_isReadInAnyOrder_withItsProof() {
    assertThat(MESSAGES.renewal("{\"type\":\"bailiwick.refresh\",\"token\":\"t\"}"))
        .contains(new LifeMessages.Renewal("t", Optional.empty()));
    assertThat(
            MESSAGES.renewal(
                " { \"dpop\" : \"p\", \"token\" : \"t\", \"type\" : \"bailiwick.refresh\" } "))
        .contains(new LifeMessages.Renewal("t", Optional.of("p")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "bailiwick.refresh",
        "[\"bailiwick.refresh\"]",
        "{\"type\":\"other\"}",
        "{\"type\":\"other\",\"about\":\"bailiwick.refresh\"}"
      })
  void messageOfTheApplication_isNone(String message) {
    assertThat(MESSAGES.renewal(message)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"bailiwick.refresh\"}",
        "{\"type\":\"bailiwick.refresh\",\"token\":\"\"}",
        "{\"type\":\"bailiwick.refresh\",\"token\":1}",
        "{\"type\":\"bailiwick.refresh\",\"token\":null}",
        "{\"type\":\"bailiwick.refresh\",\"token\":\"a\",\"token\":\"b\"}",
        "{\"type\":\"bailiwick.refresh\",\"token\":\"a\"",
        "{\"type\":\"bailiwick.refresh\",\"token\":\"a\"} more",
        "{\"type\":\"bailiwick.refresh\",\"token\":{\"a\":{\"b\":\"c\"}}}"
      })
  void renewalThatCanNotBeRead_isRefused_andNotQuoted(String message) {
    assertThatThrownBy(() -> MESSAGES.renewal(message))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause();
  }

  @Test
  void times_areWholeSeconds_roundedDown() {
    assertThat(MESSAGES.life(Duration.ofMillis(1999))).endsWith("\"expires_in\":1}");
    assertThat(MESSAGES.expiring(Duration.ZERO)).contains("bailiwick.expiring").endsWith(":0}");
    assertThat(new LifeMessages.Renewal("secret", Optional.of("proof")).toString())
        .doesNotContain("secret")
        .doesNotContain("\"proof\"");
  }
}
