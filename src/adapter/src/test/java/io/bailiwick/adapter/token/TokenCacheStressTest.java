package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.token.TokenRejected.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** Threads that verify, forget and evict at one time, for a given amount of work. */
class TokenCacheStressTest {
  private static final Instant EXPIRES = Instant.ofEpochSecond(1L << 33);
  private static final int THREADS = 6;
  private static final int STEPS = 20_000;
  private static final int TOKENS = 200;
  private static final int BOUND = 64;

  /** What a verification finds of each token from now on. */
  private final AtomicIntegerArray generation = new AtomicIntegerArray(TOKENS);

  /** What was found of it before that is forgotten everywhere. */
  private final AtomicIntegerArray forgotten = new AtomicIntegerArray(TOKENS);

  private static int number(String token) {
    return Integer.parseInt(token.substring(token.lastIndexOf('t') + 1));
  }

  private Verified verification(String token) {
    int number = number(token);
    if (number % 10 == 0) {
      throw new TokenRejected(Reason.BAD_SIGNATURE);
    }
    // read before anything is made of it, as a verification reads a revocation list
    int now = generation.get(number);
    return Verifications.of(token + "/" + now, EXPIRES);
  }

  @Test
  void everyAnswer_isOfItsOwnTokenAndNoneOutlivesItsForgetting() throws Exception {
    TokenCache cache = new TokenCache(this::verification, Clock.systemUTC(), BOUND, Long.MAX_VALUE);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<Integer>> work = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int seed = i;
      work.add(threads.submit(() -> work(cache, new Random(seed))));
    }
    int rejected = 0;
    for (Future<Integer> each : work) {
      rejected += each.get(120, TimeUnit.SECONDS);
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

    TokenCacheHealth health = cache.health();
    assertThat(health.tokens()).isPositive().isLessThanOrEqualTo(BOUND);
    assertThat(health.hits()).isPositive();
    assertThat(health.evictions()).isPositive();
    assertThat(health.hits() + health.misses()).isGreaterThan((long) THREADS * STEPS / 2);
    assertThat(rejected).isPositive();
    cache.forget(caller -> true);
    assertThat(cache.health().tokens()).isZero();
    assertThat(cache.health().bytes()).isZero();
  }

  private int work(TokenCache cache, Random random) {
    int rejected = 0;
    for (int i = 0; i < STEPS; i++) {
      int number = (int) (random.nextDouble() * random.nextDouble() * TOKENS);
      String token =
          new String(
              Verifications.text(number, 300).getBytes(StandardCharsets.US_ASCII),
              StandardCharsets.US_ASCII);
      if (random.nextInt(50) == 0) {
        int next = generation.incrementAndGet(number);
        cache.forget(caller -> caller.subject().startsWith(token + "/"));
        forgotten.accumulateAndGet(number, next, Math::max);
      } else {
        rejected += verify(cache, token, number, forgotten.get(number));
      }
    }
    return rejected;
  }

  private int verify(TokenCache cache, String token, int number, int atLeast) {
    try {
      String subject = cache.verify(token).caller().subject();
      assertThat(subject).startsWith(token + "/");
      int generationOfAnswer = Integer.parseInt(subject.substring(token.length() + 1));
      assertThat(generationOfAnswer).isBetween(atLeast, generation.get(number));
      return 0;
    } catch (TokenRejected e) {
      assertThat(number % 10).isZero();
      return 1;
    }
  }
}
