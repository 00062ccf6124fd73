package io.bailiwick.adapter.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestLog;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.proxy.ClientSideConfig;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AbstractCompareAndSwapBasedProxyManager;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AsyncCompareAndSwapOperation;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.CompareAndSwapOperation;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Limits that several processes share, by Bucket4j's own interface for its back ends. */
class SharedLimitsTest {
  private static final Limit LIMIT = Limit.CONNECTIONS_OF_CALLER;
  private static final List<String> ADA = List.of("https://id.example.com", "ada");

  private final TestClock clock = TestClock.fixed();
  private final Memory memory = new Memory(clock);

  /** What a back end of Bucket4j is: bytes by key, swapped where they are as they were. */
  private static final class Memory extends AbstractCompareAndSwapBasedProxyManager<String> {
    private final Map<String, byte[]> bytes = new ConcurrentHashMap<>();
    private volatile boolean down;

    Memory(TestClock clock) {
      super(
          ClientSideConfig.getDefault()
              .withClientClock(
                  new TimeMeter() {
                    @Override
                    public long currentTimeNanos() {
                      return clock.millis() * 1_000_000;
                    }

                    @Override
                    public boolean isWallClockBased() {
                      return true;
                    }
                  }));
    }

    @Override
    protected CompareAndSwapOperation beginCompareAndSwapOperation(String key) {
      if (down) {
        throw new IllegalStateException("nobody there to ask about " + key);
      }
      return new CompareAndSwapOperation() {
        @Override
        public Optional<byte[]> getStateData(Optional<Long> timeoutNanos) {
          return Optional.ofNullable(bytes.get(key));
        }

        @Override
        public boolean compareAndSwap(
            byte @Nullable [] before,
            byte[] after,
            RemoteBucketState state,
            Optional<Long> timeoutNanos) {
          byte[] now = bytes.get(key);
          if (!Arrays.equals(now, before)) {
            return false;
          }
          bytes.put(key, after);
          return true;
        }
      };
    }

    @Override
    protected AsyncCompareAndSwapOperation beginAsyncCompareAndSwapOperation(String key) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected CompletableFuture<Void> removeAsync(String key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isAsyncModeSupported() {
      return false;
    }

    @Override
    public void removeProxy(String key) {
      bytes.remove(key);
    }
  }

  private AttemptLimits node(long perMinute) {
    return AttemptLimits.builder()
        .clock(clock)
        .limit(LIMIT, Rate.perMinute(perMinute))
        .shared(memory)
        .build();
  }

  @Test
  void nodes_countTogether() {
    AttemptLimits one = node(3);
    AttemptLimits two = node(3);
    assertThat(one.look(LIMIT, ADA)).isEmpty();
    assertThat(one.take(LIMIT, ADA)).isEmpty();
    assertThat(two.take(LIMIT, ADA)).isEmpty();
    assertThat(one.take(LIMIT, ADA)).isEmpty();
    assertThat(two.take(LIMIT, ADA)).isPresent();
    assertThat(two.look(LIMIT, ADA)).isPresent();
    assertThat(one.remembered() + two.remembered()).isZero();
  }

  @Test
  void keys_sayNothingOfWhoIsCounted_andAnotherRateHasItsOwn() {
    node(3).take(LIMIT, ADA);
    assertThat(memory.bytes.keySet())
        .singleElement()
        .asString()
        .matches("bailiwick:connections_of_caller:3-60000:[A-Za-z0-9_-]{22}");
    AttemptLimits other = node(1);
    assertThat(other.take(LIMIT, ADA)).isEmpty();
    assertThat(other.take(LIMIT, ADA)).isPresent();
  }

  @Test
  void backEndThatFails_leavesEachNodeToCountByItself() {
    try (TestLog log = TestLog.everything()) {
      AttemptLimits one = node(2);
      memory.down = true;
      assertThat(one.take(LIMIT, ADA)).isEmpty();
      assertThat(one.take(LIMIT, ADA)).isEmpty();
      assertThat(one.take(LIMIT, ADA)).isPresent();
      assertThat(one.sharedFailures()).isEqualTo(3);
      memory.down = false;
      assertThat(one.take(LIMIT, ADA)).isEmpty();
      String all = String.join("\n", log.lines());
      assertThat(all.split("this process counts by itself", -1)).hasSize(2);
      assertThat(all).contains("can be had again").doesNotContain("nobody there", "id.example.com");
    }
  }
}
