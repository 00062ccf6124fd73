package io.bailiwick.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.testkit.TestClock;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ExpiryWatchTest {

  @Test
  void expired_isCalledAtOnce() throws Exception {
    TestClock clock = TestClock.fixed();
    CountDownLatch expired = new CountDownLatch(1);
    try (ExpiryWatch watch = new ExpiryWatch(clock)) {
      watch.at(clock.instant(), expired::countDown);
      assertThat(expired.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void laterInstant_isCalledWhenItComesAndNotBefore() throws Exception {
    Clock clock = Clock.systemUTC();
    var instant = clock.instant().plusMillis(300);
    AtomicBoolean early = new AtomicBoolean();
    CountDownLatch expired = new CountDownLatch(1);
    try (ExpiryWatch watch = new ExpiryWatch(clock)) {
      watch.at(
          instant,
          () -> {
            early.set(clock.instant().isBefore(instant));
            expired.countDown();
          });
      assertThat(expired.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(early).isFalse();
    }
  }

  @Test
  void cancelled_isNeverCalled() throws Exception {
    Clock clock = Clock.systemUTC();
    AtomicBoolean called = new AtomicBoolean();
    CountDownLatch later = new CountDownLatch(1);
    try (ExpiryWatch watch = new ExpiryWatch(clock)) {
      watch.at(clock.instant().plusMillis(200), () -> called.set(true)).cancel();
      watch.at(clock.instant().plusMillis(400), later::countDown);
      assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(called).isFalse();
    }
  }

  @Test
  void oneThatBlocks_doesNotHoldUpTheNext() throws Exception {
    TestClock clock = TestClock.fixed();
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch next = new CountDownLatch(1);
    try (ExpiryWatch watch = new ExpiryWatch(clock)) {
      watch.at(
          clock.instant(),
          () -> {
            try {
              release.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      watch.at(clock.instant().minus(Duration.ofSeconds(1)), next::countDown);
      assertThat(next.await(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      release.countDown();
    }
  }

  @Test
  void howeverManyBlock_thereAreFewThreads_andAllAreCalledInTheEnd() throws Exception {
    TestClock clock = TestClock.fixed();
    int many = 200;
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch called = new CountDownLatch(many);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    try (ExpiryWatch watch = new ExpiryWatch(clock)) {
      for (int i = 0; i < many; i++) {
        watch.at(
            clock.instant(),
            () -> {
              threads.add(Thread.currentThread());
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              called.countDown();
            });
      }
      release.countDown();
      assertThat(called.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(threads).hasSizeLessThanOrEqualTo(ExpiryWatch.CLOSERS);
    } finally {
      release.countDown();
    }
  }
}
