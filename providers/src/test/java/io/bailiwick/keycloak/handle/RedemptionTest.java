package io.bailiwick.keycloak.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedemptionTest {

  private static MultivaluedMap<String, String> form(String... fields) {
    MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      form.add(fields[i], fields[i + 1]);
    }
    return form;
  }

  private static void assertRefused(
      MultivaluedMap<String, String> fields, MultivaluedMap<String, String> sent) {
    assertThatThrownBy(() -> Redemption.of(fields, sent))
        .isInstanceOfSatisfying(
            TicketRefused.class,
            refused -> assertThat(refused.error()).isEqualTo("invalid_request"));
  }

  @Test
  void ticketAndOrigin_areRead() throws TicketRefused {
    MultivaluedMap<String, String> both = form("ticket", "bwt_x", "origin", "https://a.example");

    Redemption redemption = Redemption.of(both, both);

    assertThat(redemption.ticket()).isEqualTo("bwt_x");
    assertThat(redemption.origin()).contains("https://a.example");
    assertThat(redemption.toString()).doesNotContain("bwt_x");
    assertThat(Redemption.of(form("ticket", "x"), form("ticket", "x")).origin()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ticket", "origin"})
  void moreThanOneValue_isRefused_whoeverElseLetItPass(String name) {
    MultivaluedMap<String, String> twice = form("ticket", "bwt_x", "origin", "o", name, "other");
    MultivaluedMap<String, String> same = form("ticket", "bwt_x", "origin", "o");
    same.add(name, same.getFirst(name));

    assertRefused(twice, twice);
    assertRefused(same, same);
  }

  @Test
  void missingChangedOrMisplaced_isRefused() {
    assertRefused(form("origin", "o"), form("origin", "o"));
    assertRefused(form("ticket", ""), form("ticket", ""));
    assertRefused(form("ticket", "bwt_x"), form("ticket", "bwt_x\u0007"));
    assertRefused(form("ticket", "bwt_x"), form("ticket", "bwt_x", "origin", "long"));
    assertThatThrownBy(() -> Redemption.of(form("ticket", "bwt_x"), null))
        .isInstanceOf(TicketRefused.class);
    for (String name : new String[] {"scope", "resource", "audience"}) {
      MultivaluedMap<String, String> more = form("ticket", "bwt_x", name, "");
      assertRefused(more, more);
    }
  }
}
