package io.bailiwick.keycloak.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.keycloak.SingleUseObjects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MintLimitTest {
  private final MintLimit limit = new MintLimit(new SingleUseObjects());

  private boolean mint(String who, int most, long now) {
    try {
      limit.count(who, most, now);
      return true;
    } catch (TicketRefused e) {
      return false;
    }
  }

  @Test
  void asManyAsAreAllowed_andNoMore_untilTheWindowEnds() {
    for (int i = 0; i < 3; i++) {
      assertThat(mint("a", 3, 120 + i)).isTrue();
    }

    assertThat(mint("a", 3, 123)).isFalse();
    assertThat(mint("a", 3, 179)).isFalse();
    assertThat(mint("a", 3, 180)).isTrue();
  }

  @Test
  void oneIsNotStoppedByAnother() {
    assertThat(mint("a", 1, 120)).isTrue();
    assertThat(mint("a", 1, 120)).isFalse();

    assertThat(mint("b", 1, 120)).isTrue();
  }

  @Test
  void refusal_saysHowLongItLasts() throws TicketRefused {
    limit.count("a", 1, 130);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> limit.count("a", 1, 137))
          .isInstanceOfSatisfying(
              TicketRefused.class,
              refused -> {
                assertThat(refused.status().getStatusCode()).isEqualTo(429);
                assertThat(refused.error()).isEqualTo("rate_limited");
                assertThat(refused.retryAfter()).isEqualTo(43);
              });
    }
  }

  @Test
  void racers_getNoMoreThanAreAllowed() {
    AtomicInteger minted = new AtomicInteger();

    IntStream.range(0, 500)
        .parallel()
        .filter(i -> mint("a", 100, 120))
        .forEach(i -> minted.incrementAndGet());

    assertThat(minted).hasValue(100);
  }
}
