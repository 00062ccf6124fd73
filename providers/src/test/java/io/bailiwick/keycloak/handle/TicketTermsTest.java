package io.bailiwick.keycloak.handle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.keycloak.audit.Finding;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TicketTermsTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "false"})
  void unset_takesNone(@Nullable String choice) {
    TicketTerms terms = TicketTerms.of(choice, "30", null, false);

    assertThat(terms.lifespan()).isEmpty();
    assertThat(terms.finding()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRUE", "yes", "true ", "1"})
  void anythingElse_takesNone_andIsFound(String choice) {
    TicketTerms terms = TicketTerms.of(choice, null, null, false);

    assertThat(terms.lifespan()).isEmpty();
    assertThat(terms.finding()).contains(Finding.TICKETS_MALFORMED);
  }

  @Test
  void on_livesThirtySeconds_unlessTold() {
    assertThat(TicketTerms.of("true", null, null, false).lifespan())
        .contains(Duration.ofSeconds(30));
    assertThat(TicketTerms.of("true", " ", null, false).lifespan())
        .contains(Duration.ofSeconds(30));
    assertThat(TicketTerms.of("true", "1", null, false).lifespan()).contains(Duration.ofSeconds(1));
    assertThat(TicketTerms.of("true", "60", null, false).lifespan())
        .contains(Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "61", "30s", "1e1", "99999999999999999999"})
  void lifespanOutOfBounds_takesNone_andIsFound(String lifespan) {
    TicketTerms terms = TicketTerms.of("true", lifespan, null, false);

    assertThat(terms.lifespan()).isEmpty();
    assertThat(terms.finding()).contains(Finding.TICKETS_MALFORMED);
  }

  @Test
  void on_limitsMintingTo120AMinute_unlessTold() {
    assertThat(TicketTerms.of("true", null, null, false).limit()).isEqualTo(120);
    assertThat(TicketTerms.of("true", null, "", false).limit()).isEqualTo(120);
    assertThat(TicketTerms.of("true", null, "1", false).limit()).isEqualTo(1);
    assertThat(TicketTerms.of("true", null, "10000", false).limit()).isEqualTo(10_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "10001", "none", "99999999999999999999"})
  void limitOutOfBounds_takesNone_andIsFound(String limit) {
    TicketTerms terms = TicketTerms.of("true", null, limit, false);

    assertThat(terms.lifespan()).isEmpty();
    assertThat(terms.finding()).contains(Finding.TICKETS_MALFORMED);
  }

  @Test
  void publicClient_takesNone_andIsFound() {
    TicketTerms terms = TicketTerms.of("true", null, null, true);

    assertThat(terms.lifespan()).isEmpty();
    assertThat(terms.finding()).contains(Finding.TICKETS_PUBLIC);
  }
}
