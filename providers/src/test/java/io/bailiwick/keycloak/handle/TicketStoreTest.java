package io.bailiwick.keycloak.handle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.keycloak.SingleUseObjects;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of a ticket that isn't to be had: no more than was seen. */
final class TicketStoreTest {
  private static final String KEY = "bailiwick.ticket.x";
  private static final TicketTrace TRACE =
      new TicketTrace("user", "client", Optional.empty(), "resource", Optional.empty(), 1_030);

  private final SingleUseObjects objects = new SingleUseObjects();
  private final TicketStore store = new TicketStore(objects);

  /** As it is kept, with notes that say all that is needed. */
  private void put() {
    objects.put(KEY + ".trace", 330, TRACE.notes());
    objects.put(
        KEY,
        30,
        Map.ofEntries(
            Map.entry("service", "s"),
            Map.entry("resource", "r"),
            Map.entry("scopes", ""),
            Map.entry("scope", ""),
            Map.entry("user", "user"),
            Map.entry("client", "c"),
            Map.entry("jti", "t"),
            Map.entry("iat", "1000"),
            Map.entry("exp", "1300"),
            Map.entry("presented_iat", "1000"),
            Map.entry("presented_jti", "t"),
            Map.entry("ticket_exp", "1030")));
  }

  @Test
  void first_getsIt_andTheSecondIsAReplay() {
    put();

    TicketStore.Taking first = store.take(KEY);
    TicketStore.Taking second = store.take(KEY);

    assertThat(first.kept(1_001)).isPresent();
    assertThat(first.trace()).contains(TRACE);
    assertThat(second.kept(1_001)).isEmpty();
    assertThat(second.trace()).contains(TRACE);
    assertThat(second.reason(1_001)).isEqualTo("replayed");
    assertThat(second.reason(9_999)).isEqualTo("replayed");
  }

  @Test
  void lostBeforeItsEnd_isNoReplay_howeverOftenItIsTried() {
    put();
    objects.lose(KEY);

    for (int i = 0; i < 3; i++) {
      TicketStore.Taking taking = store.take(KEY);
      assertThat(taking.kept(1_001)).isEmpty();
      assertThat(taking.reason(1_001)).isEqualTo("lost");
    }
  }

  @Test
  void ended_isExpired_whetherItIsGoneOrNot() {
    put();
    assertThat(store.take(KEY).reason(1_030)).isEqualTo("expired");

    put();
    objects.lose(KEY);
    objects.lose(KEY + ".used");
    assertThat(store.take(KEY).reason(1_030)).isEqualTo("expired");
    assertThat(store.take(KEY).reason(1_030)).isEqualTo("expired");
  }

  @Test
  void nothingKnownOfIt_isUnknown_andLeavesNothing() {
    assertThat(store.take(KEY).reason(1_001)).isEqualTo("unknown_ticket");
    assertThat(objects.keys()).isEmpty();
  }
}
