package io.bailiwick.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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
      places.add(watch.enter());
    }
    Refused refused = catchThrowableOfType(Refused.class, watch::enter);
    assertThat(refused.refusal().status()).isEqualTo(503);
    assertThat(places.get(0).leave()).isTrue();
    // leaves once, however often it is told to
    assertThat(places.get(0).leave()).isFalse();
    watch.enter();
    assertThat(catchThrowableOfType(Refused.class, watch::enter)).isNotNull();
  }

  @Test
  void manyWhoComeAtOnce_areNeverMoreThanMayWait() throws Exception {
    int threads = 8;
    AtomicInteger entered = new AtomicInteger();
    CyclicBarrier together = new CyclicBarrier(threads);
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  together.await();
                  while (true) {
                    watch.enter();
                    entered.incrementAndGet();
                  }
                } catch (Refused e) {
                  // full
                } catch (Exception e) {
                  entered.set(Integer.MIN_VALUE);
                }
              });
      thread.start();
      all.add(thread);
    }
    for (Thread thread : all) {
      thread.join();
    }
    assertThat(entered).hasValue(FirstMessageWatch.MOST);
  }

  @Test
  void placeThatNobodyComesFor_isFreeAgainAfterAWhile() {
    for (int i = 0; i < FirstMessageWatch.MOST; i++) {
      watch.enter();
    }
    clock.advance(Duration.ofMinutes(1));
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (catchThrowableOfType(Refused.class, watch::enter) != null) {
      assertThat(System.nanoTime()).as("room in time").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  @Test
  void whoeverIsLate_isToldOnceAndHasLeft() throws Exception {
    CountDownLatch late = new CountDownLatch(1);
    FirstMessageWatch.Place place = watch.enter();
    assertThat(place.await(Duration.ZERO, late::countDown)).isTrue();
    assertThat(late.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(place.leave()).isFalse();
    assertThat(place.await(Duration.ofSeconds(10), late::countDown)).isFalse();
  }

  @Test
  void whoeverHasLeft_isNotLate() throws Exception {
    AtomicInteger late = new AtomicInteger();
    CountDownLatch other = new CountDownLatch(1);
    FirstMessageWatch.Place place = watch.enter();
    assertThat(place.await(Duration.ofMillis(50), late::incrementAndGet)).isTrue();
    assertThat(place.leave()).isTrue();
    clock.advance(Duration.ofSeconds(1));
    watch.enter().await(Duration.ZERO, other::countDown);
    assertThat(other.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(late).hasValue(0);
  }
}
