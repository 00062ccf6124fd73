package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for which look, and what it hears of it. */
@Timeout(60)
class FileLooksTest {
  /** One for each look that may end. */
  private final BlockingQueue<Boolean> ends = new LinkedBlockingQueue<>();

  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger overdue = new AtomicInteger();
  private FileLooks looks = looks(Patience.PLENTY);

  private FileLooks looks(Duration share) {
    return new FileLooks(this::look, overdue::incrementAndGet, share);
  }

  private void look() {
    begun.incrementAndGet();
    try {
      ends.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    looks.close();
  }

  /** A question in a thread of its own, once it waits for its answer or has waited. */
  private static FutureTask<Boolean> waiting(BooleanSupplier question) {
    FutureTask<Boolean> asked = new FutureTask<>(question::getAsBoolean);
    Thread asker = new Thread(asked, "asker");
    asker.setDaemon(true);
    asker.start();
    JwksUrlTestBase.eventually(
        () -> asker.getState() == Thread.State.TIMED_WAITING || asked.isDone());
    return asked;
  }

  private static boolean answer(FutureTask<Boolean> asked) throws Exception {
    return asked.get(Patience.PLENTY.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void lookThatEnds_isSeenByWhoeverBeganIt() {
    ends.add(true);
    assertThat(looks.fresh()).isTrue();
    ends.add(true);
    assertThat(looks.unlessUnderWay()).isTrue();
    assertThat(begun).hasValue(2);
    assertThat(looks.hangs()).isFalse();
  }

  @Test
  void lookOfAnother_isWaitedForByNobodyWhoNeedNot() throws Exception {
    FutureTask<Boolean> first = waiting(looks::fresh);
    boolean another = looks.unlessUnderWay();
    ends.add(true);
    assertThat(answer(first)).isTrue();
    assertThat(another).isFalse();
    assertThat(begun).hasValue(1);
  }

  @Test
  void lookThatWasUnderWay_isFollowedByAnother() throws Exception {
    FutureTask<Boolean> first = waiting(looks::fresh);
    FutureTask<Boolean> second = waiting(looks::fresh);
    ends.add(true);
    assertThat(answer(first)).isTrue();
    ends.add(true);
    assertThat(answer(second)).isTrue();
    assertThat(begun).hasValue(2);
  }

  @Test
  void lookThatFollowsAndHangs_isNone() throws Exception {
    looks.close();
    looks = looks(Duration.ofSeconds(1));
    FutureTask<Boolean> first = waiting(looks::fresh);
    FutureTask<Boolean> second = waiting(looks::fresh);
    ends.add(true);
    answer(first);
    assertThat(answer(second)).isFalse();
  }

  @Test
  void lookThatHangs_isNoneAndToldOfOnce() {
    looks.close();
    looks = looks(Duration.ofMillis(50));
    assertThat(looks.unlessUnderWay()).isFalse();
    assertThat(looks.hangs()).isTrue();
    assertThat(looks.fresh()).isFalse();
    assertThat(looks.fresh()).isFalse();
    assertThat(overdue).hasValue(1);
    assertThat(begun).hasValueLessThanOrEqualTo(1);
  }

  @Test
  void closed_looksNoMore() {
    looks.close();
    assertThat(looks.fresh()).isFalse();
    assertThat(looks.unlessUnderWay()).isFalse();
    assertThat(begun).hasValue(0);
  }
}
