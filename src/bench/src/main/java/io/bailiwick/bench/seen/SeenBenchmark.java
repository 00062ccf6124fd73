package io.bailiwick.bench.seen;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.adapter.token.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One look-up of a token that is known. Every operation makes the string anew, as a server does
 * that reads it off the wire: what that alone costs is a lane of its own.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class SeenBenchmark {
  private static final int COUNT = SeenTokenPool.COUNT;

  private static @Nullable Known known;

  private byte[][] wire = {};
  private MessageDigest digest = sha256();
  private int next;

  /** A digest as a key. */
  @SuppressWarnings("ArrayRecordComponent") // compares what is in it
  private record Digest(byte[] bytes) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Digest digest && Arrays.equals(bytes, digest.bytes);
    }

    @Override
    public int hashCode() {
      return bytes[0] << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
    }
  }

  /** A token and what it proved. */
  private record Entry(String token, Caller caller) {}

  /** All the candidates' memories, filled once in a process. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Known(
      byte[][] wire,
      AgentTokenVerifier verifier,
      Cache<String, Caller> byText,
      Cache<Digest, Caller> byDigest,
      ConcurrentHashMap<Long, Entry> bySignature) {}

  @Setup
  public void prepare() {
    wire = known().wire;
    digest = sha256();
  }

  /** The string alone. */
  @Benchmark
  public String freshString() {
    return token();
  }

  @Benchmark
  public Object bailiwick() {
    return known().verifier.verify(token());
  }

  @Benchmark
  public @Nullable Object caffeineByText() {
    return known().byText.getIfPresent(token());
  }

  @Benchmark
  public @Nullable Object caffeineBySha256() {
    return known()
        .byDigest
        .getIfPresent(new Digest(digest.digest(token().getBytes(StandardCharsets.ISO_8859_1))));
  }

  /** The least there is: found by eight letters of the signature, confirmed over all of it. */
  @Benchmark
  public @Nullable Object floor() {
    String token = token();
    Entry entry = known().bySignature.get(signature(token));
    return entry != null && entry.token.equals(token) ? entry.caller : null;
  }

  private String token() {
    // an odd step: all of them come, and not one after the other in memory
    next = (next + 1777) & (COUNT - 1);
    return new String(wire[next], StandardCharsets.ISO_8859_1);
  }

  private static long signature(String token) {
    long key = 0;
    for (int i = token.length() - 12; i < token.length() - 4; i++) {
      key = key << 8 | token.charAt(i);
    }
    return key;
  }

  private static synchronized Known fill() {
    if (known == null) {
      SeenTokenPool pool = SeenTokenPool.make(COUNT);
      Known made =
          new Known(
              pool.wire(),
              pool.verifier(),
              Caffeine.newBuilder().maximumSize(4 * COUNT).build(),
              Caffeine.newBuilder().maximumSize(4 * COUNT).build(),
              new ConcurrentHashMap<>());
      MessageDigest digest = sha256();
      for (byte[] each : made.wire) {
        String token = new String(each, StandardCharsets.ISO_8859_1);
        Caller caller = made.verifier.verify(token);
        made.byText.put(token, caller);
        made.byDigest.put(new Digest(digest.digest(each)), caller);
        made.bySignature.put(signature(token), new Entry(token, caller));
      }
      known = made;
    }
    return known;
  }

  private static Known known() {
    @Nullable Known filled = known;
    return filled == null ? Objects.requireNonNull(fill()) : filled;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
