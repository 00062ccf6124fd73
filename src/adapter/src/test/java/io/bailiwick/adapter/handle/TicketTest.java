package io.bailiwick.adapter.handle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketTest {
  private static final String GOOD = "bwt_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

  @Test
  void ticket_isReadAndNeverWrittenOut() {
    assertThat(Ticket.of(GOOD).orElseThrow().text()).isEqualTo(GOOD);
    assertThat(Ticket.of(GOOD).orElseThrow().toString()).doesNotContain("AAEC");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bwt_",
        "bwt_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh",
        "bwt_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8A",
        // the last character has bits that no 32 bytes give
        "bwt_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9",
        "bwt_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdH+8",
        "BWT_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
        "bwk_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
        "bwt_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n",
        " bwt_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
      })
  void anyOtherForm_isNoTicket(String text) {
    assertThat(Ticket.of(text)).isEmpty();
  }
}
