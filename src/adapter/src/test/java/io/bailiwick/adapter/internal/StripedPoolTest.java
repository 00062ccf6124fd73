package io.bailiwick.adapter.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StripedPoolTest {
  @Test
  void whatWasGiven_isTakenOnce() {
    StripedPool<Object> pool = new StripedPool<>();
    assertThat(pool.take()).isNull();
    Object one = new Object();
    pool.give(one);
    pool.give(new Object()); // its place is taken: dropped
    assertThat(pool.take()).isSameAs(one);
    assertThat(pool.take()).isNull();
  }

  @Test
  void manyThreads_leaveNoMoreThanItHasPlacesFor() throws InterruptedException {
    StripedPool<Object> pool = new StripedPool<>();
    Set<Object> taken =
        Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    AtomicInteger twice = new AtomicInteger();
    int threads = StripedPool.places() * 3;
    CountDownLatch given = new CountDownLatch(threads);
    List<Thread> started = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(
              () -> {
                pool.give(new Object());
                given.countDown();
                await(given);
                Object one = pool.take();
                if (one != null && !taken.add(one)) {
                  twice.incrementAndGet();
                }
              });
      started.add(thread);
      thread.start();
    }
    for (Thread thread : started) {
      thread.join();
    }
    assertThat(taken).hasSizeLessThanOrEqualTo(StripedPool.places());
    assertThat(twice).hasValue(0);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
