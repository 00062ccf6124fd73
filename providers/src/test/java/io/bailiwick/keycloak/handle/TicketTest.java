package io.bailiwick.keycloak.handle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TicketTest {
  private static final String DIGITS = "A".repeat(43);

  @Test
  void text_isReadBack() {
    String text = "bwt_" + DIGITS;

    assertThat(Ticket.parse(text))
        .hasValueSatisfying(
            ticket -> {
              assertThat(ticket.text()).isEqualTo(text);
              assertThat(ticket.toString()).doesNotContain(DIGITS);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bwt_", "bwt_A", "BWT_", "bwt_ ", "bwt_é"})
  void otherText_isNoTicket(String start) {
    assertThat(Ticket.parse(start)).isEmpty();
    assertThat(Ticket.parse(start + DIGITS + "A")).isEmpty();
    assertThat(Ticket.parse("bwt_" + DIGITS + "\n")).isEmpty();
  }
}
