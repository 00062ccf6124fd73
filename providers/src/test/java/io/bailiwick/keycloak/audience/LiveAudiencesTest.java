package io.bailiwick.keycloak.audience;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.keycloak.SingleUseObjects;
import io.bailiwick.keycloak.audience.LiveAudiences.By;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LiveAudiencesTest {
  private static final long NOW = 1_000_000;

  private final SingleUseObjects objects = new SingleUseObjects();
  private final LiveAudiences audiences = at(NOW);

  private static LiveAudiences at(long seconds) {
    return new LiveAudiences(Clock.fixed(Instant.ofEpochSecond(seconds), ZoneOffset.UTC));
  }

  @Test
  void whoWasIssuedTo_isFound_atThatServiceOnly_andByThatNameOnly() {
    audiences.issued(objects, "s1", Map.of(By.SUB, "bert", By.SID, "x", By.AZP, "app"), NOW + 300);

    assertThat(audiences.mayLive(objects, "s1", By.SUB, "bert")).isTrue();
    assertThat(audiences.mayLive(objects, "s1", By.SID, "x")).isTrue();
    assertThat(audiences.mayLive(objects, "s1", By.AZP, "app")).isTrue();
    assertThat(audiences.mayLive(objects, "s2", By.SUB, "bert")).isFalse();
    assertThat(audiences.mayLive(objects, "s1", By.SID, "bert")).isFalse();
    assertThat(audiences.mayLive(objects, "s1", By.SUB, "ada")).isFalse();
  }

  @Test
  void tokenOfAnyLife_isFoundUntilItEnds() {
    for (long life : new long[] {1, 300, 7_200, 20_000, 43_200, 43_201, 900_000}) {
      SingleUseObjects fresh = new SingleUseObjects();
      at(NOW).issued(fresh, "s", Map.of(By.SUB, "bert"), NOW + life);

      for (long later : new long[] {0, life / 2, life}) {
        assertThat(at(NOW + later).mayLive(fresh, "s", By.SUB, "bert"))
            .as("%d of %d", later, life)
            .isTrue();
      }
    }
  }

  @Test
  void tokenWithoutEnd_makesItsServiceHearOfAll() {
    audiences.issued(objects, "s", Map.of(By.SUB, "bert"), 0);

    assertThat(audiences.mayLive(objects, "s", By.SUB, "anybody")).isTrue();
    assertThat(audiences.mayLive(objects, "t", By.SUB, "bert")).isFalse();
  }

  @Test
  void sameAgain_writesNothing() {
    audiences.issued(objects, "s", Map.of(By.SUB, "bert"), NOW + 300);
    String key = objects.keys().iterator().next();
    objects.lose(key);
    audiences.issued(objects, "s", Map.of(By.SUB, "bert"), NOW + 300);

    assertThat(objects.keys()).isEmpty();
  }

  @Test
  void begun_isKnownSinceThen_andABornRealmSinceEver() {
    assertThat(audiences.since(objects, "realm")).isEmpty();

    audiences.begin(objects);
    at(NOW + 50).begin(objects);
    audiences.born(objects, "born");

    assertThat(audiences.since(objects, "realm")).contains(NOW);
    assertThat(audiences.since(objects, "born")).contains(0L);
  }
}
