package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfirmationTest {
  private static final Optional<String> PRINT = Optional.of("A".repeat(43));
  private static final Optional<String> NONE = Optional.empty();

  @Test
  void text_saysToWhatKindOfThingAndNotToWhich() {
    assertThat(new Confirmation(PRINT, NONE)).hasToString("Confirmation[jkt]");
    assertThat(new Confirmation(NONE, PRINT)).hasToString("Confirmation[x5t#S256]");
    assertThat(new Confirmation(PRINT, PRINT)).hasToString("Confirmation[jkt, x5t#S256]");
  }

  @Test
  void confirmationOfNothingOrByNoThumbprint_isNone() {
    assertThatThrownBy(() -> new Confirmation(NONE, NONE))
        .isInstanceOf(IllegalArgumentException.class);
    Optional<String> longer = Optional.of("A".repeat(44));
    assertThatThrownBy(() -> new Confirmation(longer, PRINT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Confirmation(PRINT, longer))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
