package io.bailiwick.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FirstMessageWatchTest {
  private final TestClock clock = TestClock.fixed();
  private final ExpiryWatch expiry = new ExpiryWatch(clock);
  private final FirstMessageWatch watch = new FirstMessageWatch(expiry, clock);

  @AfterEach
  void stop() {
    expiry.close();
  }

  @Test
  void moreThanMayWait_areRefusedAsUnavailable_untilOneLeaves() {
    List<FirstMessageWatch.Place> places = new ArrayList<>();
    for (int i = 0; i < FirstMessageWatch.MOST; i++) {
      watch.requireRoom();
      places.add(watch.enter(Duration.ofSeconds(10), () -> {}));
    }
    Refused refused = catchThrowableOfType(Refused.class, watch::requireRoom);
    assertThat(refused.refusal().status()).isEqualTo(503);
    assertThat(places.get(0).leave()).isTrue();
    watch.requireRoom();
    // leaves once, however often it is told to
    assertThat(places.get(0).leave()).isFalse();
    watch.enter(Duration.ofSeconds(10), () -> {});
    assertThat(catchThrowableOfType(Refused.class, watch::requireRoom)).isNotNull();
  }

  @Test
  void whoeverIsLate_isToldOnceAndHasLeft() throws Exception {
    CountDownLatch late = new CountDownLatch(1);
    FirstMessageWatch.Place place = watch.enter(Duration.ZERO, late::countDown);
    assertThat(late.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(place.leave()).isFalse();
  }

  @Test
  void whoeverHasLeft_isNotLate() throws Exception {
    AtomicInteger late = new AtomicInteger();
    CountDownLatch other = new CountDownLatch(1);
    FirstMessageWatch.Place place = watch.enter(Duration.ofMillis(50), late::incrementAndGet);
    assertThat(place.leave()).isTrue();
    clock.advance(Duration.ofSeconds(1));
    watch.enter(Duration.ZERO, other::countDown);
    assertThat(other.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(late).hasValue(0);
  }
}
