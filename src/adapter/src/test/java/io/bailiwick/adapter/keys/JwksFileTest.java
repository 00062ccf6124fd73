package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.bailiwick.adapter.testing.Logged;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JWKS file that changes, breaks, is swapped for another and goes away. */
class JwksFileTest {
  private static final TestKey OLD = TestKey.generate("old", "RS256");
  private static final TestKey NEW = TestKey.generate("new", "RS256");
  private static final TestKey EC = TestKey.generate("ec", "ES256");

  @TempDir Path folder;

  private final TestClock clock = TestClock.fixed();

  private static String jwks(TestKey... keys) {
    List<Map<String, Object>> jwks = Arrays.stream(keys).map(TestKey::jwk).toList();
    return JSONObjectUtils.toJSONString(Map.of("keys", jwks));
  }

  private Path write(TestKey... keys) throws IOException {
    return Files.writeString(folder.resolve("jwks.json"), jwks(keys));
  }

  private JwksFile read(TestKey... keys) throws IOException {
    return read(write(keys));
  }

  /** In no hurry: the machine may have much else to do. */
  private JwksFile read(Path file) {
    return JwksFile.read(file, clock, Patience.PLENTY);
  }

  private static Optional<VerificationKey> find(KeySource keys, TestKey key) {
    return keys.find(Optional.of(key.kid()), JwsAlgorithm.named(key.algorithm()).orElseThrow());
  }

  private static void assertUnavailable(KeySource keys, TestKey key) {
    assertThatThrownBy(() -> find(keys, key)).isInstanceOf(KeysUnavailable.class);
  }

  private void looks() {
    clock.advance(Duration.ofSeconds(5));
  }

  // changes

  @Test
  void newKey_isTakenAtOnceAndTheOldOneStaysTheSame() throws IOException {
    JwksFile keys = read(OLD);
    VerificationKey old = find(keys, OLD).orElseThrow();
    write(OLD, EC);
    assertThat(find(keys, EC)).isPresent();
    assertThat(find(keys, OLD)).containsSame(old);
    looks();
    assertThat(find(keys, OLD)).containsSame(old);
  }

  @Test
  void unknownKey_isUnavailableToWhoeverCouldNotLook() throws IOException {
    JwksFile keys = read(OLD);
    try {
      // as one that waits in vain for another's look at a file system that hangs
      Thread.currentThread().interrupt();
      assertUnavailable(keys, NEW);
      assertThat(find(keys, OLD)).isPresent();
      looks();
      assertUnavailable(keys, NEW);
      assertThat(find(keys, OLD)).isPresent();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(find(keys, NEW)).isEmpty();
  }

  @Test
  void keyTakenOut_endsWithinFiveSeconds() throws IOException {
    JwksFile keys = read(OLD, EC);
    assertThat(find(keys, OLD)).isPresent();
    write(EC);
    looks();
    assertThat(find(keys, OLD)).isEmpty();
    assertThat(find(keys, EC)).isPresent();
  }

  @Test
  void keyTakenOutWhileTheClockWasSetBackOrStoodStill_endsToo() throws IOException {
    AtomicLong nanos = new AtomicLong();
    JwksFile keys = JwksFile.read(write(OLD, EC), clock, nanos::get, Patience.PLENTY);
    assertThat(find(keys, OLD)).isPresent();
    write(EC);
    clock.advance(Duration.ofDays(-1));
    assertThat(find(keys, OLD)).isEmpty();
    write(OLD, EC);
    assertThat(find(keys, OLD)).isPresent();
    write(EC);
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    clock.advance(Duration.ofSeconds(1));
    assertThat(find(keys, OLD)).isEmpty();
  }

  @Test
  void contentTells_evenWhereTimeAndSizeAreTheSame() throws IOException {
    FileTime then = FileTime.from(TestClock.START);
    Path file = write(OLD);
    Files.setLastModifiedTime(file, then);
    JwksFile keys = read(file);
    int length = jwks(OLD).length();

    String other = jwks(NEW);
    Files.writeString(file, other + " ".repeat(Math.max(0, length - other.length())));
    Files.setLastModifiedTime(file, then);
    looks();
    assertThat(find(keys, NEW)).isPresent();
    assertThat(find(keys, OLD)).isEmpty();
  }

  @Test
  void fileRenamedOverIt_isReadThoughItIsOlder() throws IOException {
    JwksFile keys = read(OLD);
    Path beside = Files.writeString(folder.resolve("next.json"), jwks(NEW));
    Files.setLastModifiedTime(beside, FileTime.fromMillis(0));
    Files.move(beside, folder.resolve("jwks.json"), StandardCopyOption.ATOMIC_MOVE);
    assertThat(find(keys, NEW)).as("at once").isPresent();
    assertThat(find(keys, OLD)).isEmpty();
  }

  /** As Kubernetes mounts a secret: jwks.json -> ..data/jwks.json, and ..data -> ..some_time. */
  @Test
  void mountedSecretThatIsSwapped_isRead() throws IOException {
    Path one = Files.createDirectory(folder.resolve("..2026_11_24_1"));
    Path two = Files.createDirectory(folder.resolve("..2026_11_24_2"));
    Files.writeString(one.resolve("jwks.json"), jwks(OLD));
    Files.writeString(two.resolve("jwks.json"), jwks(NEW));
    Path data = Files.createSymbolicLink(folder.resolve("..data"), one.getFileName());
    Path file =
        Files.createSymbolicLink(folder.resolve("mounted.json"), Path.of("..data", "jwks.json"));
    JwksFile keys = read(file);
    assertThat(find(keys, OLD)).isPresent();

    Path swap = Files.createSymbolicLink(folder.resolve("..data_tmp"), two.getFileName());
    Files.move(swap, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    assertThat(find(keys, NEW)).as("at once").isPresent();
    looks();
    assertThat(find(keys, OLD)).isEmpty();
    assertThat(keys.health().lastFailure()).isEmpty();
  }

  @Test
  void madeUpKids_doNotMakeTheFileBeRead() throws IOException {
    JwksFile keys = read(OLD);
    long reads = keys.health().reads();
    for (int i = 0; i < 100; i++) {
      assertThat(keys.find(Optional.of("made-up-" + i), JwsAlgorithm.RS256)).isEmpty();
    }
    assertThat(keys.health().reads()).isEqualTo(reads);
  }

  @Test
  void fileThatChangedWithoutTheKey_tellsThatItIsUnknown() throws IOException {
    JwksFile keys = read(OLD);
    write(OLD, EC);
    assertThat(find(keys, NEW)).isEmpty();
    assertThat(find(keys, EC)).isPresent();
  }

  @Test
  void reads_areCounted() throws IOException {
    JwksFile keys = JwksFile.read(write(OLD), clock, () -> 0, Patience.PLENTY);
    assertThat(keys.health().reads()).isEqualTo(1);
    looks();
    assertThat(find(keys, OLD)).isPresent();
    assertThat(keys.health().reads()).isEqualTo(2);
    assertThat(keys.health().failures()).isEmpty();
    assertThat(keys.health().age()).contains(Duration.ZERO);
  }

  /** Who has looked leaves the file to the next, on whatever thread. */
  @Test
  void look_leavesTheFileToTheNextThread() throws IOException {
    JwksFile keys = read(OLD);
    looks();
    assertThat(find(keys, OLD)).isPresent();
    assertThat(CompletableFuture.supplyAsync(() -> find(keys, NEW)).join()).isEmpty();
    assertThat(find(keys, NEW)).isEmpty();
    write(OLD, NEW);
    assertThat(CompletableFuture.supplyAsync(() -> find(keys, NEW)).join()).isPresent();
  }

  // faults

  @Test
  void fileThatIsGone_isSaidAtOnceWhereAnUnknownKeyIsAskedFor() throws IOException {
    JwksFile keys = JwksFile.read(write(OLD), clock, () -> 0, Patience.PLENTY);
    Files.delete(folder.resolve("jwks.json"));
    assertUnavailable(keys, NEW);
    assertThat(keys.health().lastFailure()).contains(KeyFailure.UNREACHABLE);
    assertThat(keys.health().failures()).containsEntry(KeyFailure.UNREACHABLE, 1L);
    assertThat(find(keys, OLD)).isPresent();
  }

  @Test
  void errorWhileItLooks_isHeardOfAndTheNextLookIsTried() throws IOException {
    AtomicBoolean breaks = new AtomicBoolean();
    JwksFile keys =
        JwksFile.read(
            write(OLD),
            clock,
            () -> {
              if (breaks.get() && Thread.currentThread().getName().equals("bailiwick-jwks-file")) {
                throw new IllegalStateException("no time");
              }
              return 0;
            },
            Patience.PLENTY);
    breaks.set(true);
    assertUnavailable(keys, NEW);
    assertThat(keys.health().lastFailure()).contains(KeyFailure.INTERNAL_ERROR);
    assertThat(find(keys, OLD)).isPresent();
    breaks.set(false);
    write(OLD, NEW);
    assertThat(find(keys, NEW)).isPresent();
    assertThat(keys.health().lastFailure()).isEmpty();
  }

  @Test
  void failure_isLoggedOnceAndSoIsItsEnd() throws Exception {
    JwksFile keys = JwksFile.read(write(OLD), clock, () -> 0, Patience.PLENTY);
    List<String> lines =
        Logged.by(
            JwksFile.class,
            () -> {
              looks();
              keys.health();
              Files.writeString(folder.resolve("jwks.json"), "half a file");
              looks();
              keys.health();
              looks();
              keys.health();
              Files.delete(folder.resolve("jwks.json"));
              looks();
              keys.health();
              write(OLD);
              looks();
              keys.health();
              looks();
              keys.health();
            });
    String file = "The JWKS file " + folder.resolve("jwks.json");
    assertThat(lines)
        .containsExactly(
            "WARNING " + file + " can't be read again: MALFORMED",
            "WARNING " + file + " can't be read again: UNREACHABLE",
            "INFO " + file + " can be read again");
  }

  @Test
  void keyThatIsLeftOut_isLogged() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("mixed.json"),
            jwks(OLD).replace("\"keys\":[", "\"keys\":[{\"kty\":\"RSA\"},"));
    assertThat(Logged.by(JwksFile.class, () -> JwksFile.read(file)))
        .singleElement()
        .asString()
        .startsWith("WARNING In the JWKS file " + file + ", key 1 of 2 is left out: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"", "half a file", "[]", "{}"})
  void halfWrittenFile_keepsItsKeysAndSaysWhyAndHeals(String half) throws IOException {
    JwksFile keys = read(OLD);
    VerificationKey old = find(keys, OLD).orElseThrow();
    Files.writeString(folder.resolve("jwks.json"), half);
    looks();
    assertThat(find(keys, OLD)).containsSame(old);
    assertThat(keys.health().lastFailure()).contains(KeyFailure.MALFORMED);
    assertThat(keys.health().failures()).containsKey(KeyFailure.MALFORMED);
    // the new file may have it: that it has not can't be told
    assertUnavailable(keys, NEW);

    write(OLD, NEW);
    assertThat(find(keys, NEW)).isPresent();
    assertThat(find(keys, OLD)).containsSame(old);
    assertThat(keys.health().lastFailure()).isEmpty();
  }

  @Test
  void fileThatIsGone_keepsItsKeysToTheStaleLimitAndHeals() throws IOException {
    JwksFile keys = read(OLD);
    Files.delete(folder.resolve("jwks.json"));
    looks();
    assertThat(find(keys, OLD)).isPresent();
    assertThat(keys.health().lastFailure()).contains(KeyFailure.UNREACHABLE);
    assertUnavailable(keys, NEW);
    clock.advance(Duration.ofMinutes(59).minusSeconds(5));
    assertThat(find(keys, OLD)).isPresent();
    clock.advance(Duration.ofMinutes(1));
    assertUnavailable(keys, OLD);
    assertThat(keys.health().keys()).isZero();

    write(NEW);
    assertThat(find(keys, NEW)).isPresent();
    assertThat(find(keys, OLD)).isEmpty();
  }

  @Test
  void fileThatIsGoodButUnchanged_isNeverTooOld() throws IOException {
    JwksFile keys = read(OLD);
    clock.advance(Duration.ofDays(30));
    assertThat(find(keys, OLD)).isPresent();
    assertThat(keys.health().age()).isPresent();
    assertThat(keys.health().keys()).isEqualTo(1);
  }

  @Test
  void fileWithoutAnyKey_endsThemAll() throws IOException {
    JwksFile keys = read(OLD);
    write();
    looks();
    assertUnavailable(keys, OLD);
    assertThat(keys.health().lastFailure()).contains(KeyFailure.NO_USABLE_KEY);
    assertThat(keys.health().keys()).isZero();
  }

  @Test
  void fileThatGrowsTooLarge_keepsItsKeys() throws IOException {
    JwksFile keys = read(OLD);
    Files.write(folder.resolve("jwks.json"), new byte[JwksFile.MAX_BYTES + 1]);
    looks();
    assertThat(find(keys, OLD)).isPresent();
    assertThat(keys.health().lastFailure()).contains(KeyFailure.TOO_LARGE);
  }

  @Test
  void fileThatBecomesADirectory_keepsItsKeys() throws IOException {
    JwksFile keys = read(OLD);
    Files.delete(folder.resolve("jwks.json"));
    Files.createDirectory(folder.resolve("jwks.json"));
    looks();
    assertThat(find(keys, OLD)).isPresent();
    assertThat(keys.health().lastFailure()).contains(KeyFailure.UNREACHABLE);
  }

  @Test
  void health_looksItselfWhereNobodyAsks() throws IOException {
    JwksFile keys = read(OLD);
    Files.delete(folder.resolve("jwks.json"));
    looks();
    assertThat(keys.health().lastFailure()).contains(KeyFailure.UNREACHABLE);
  }

  @Test
  void fileThatCantBeUsed_isRefusedAtStart() throws IOException {
    assertThatThrownBy(() -> JwksFile.read(folder.resolve("none.json")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none.json");
    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NO_USABLE_KEY");
    Path large =
        Files.writeString(
            folder.resolve("large.json"),
            jwks(OLD) + " ".repeat(JwksFile.MAX_BYTES - jwks(OLD).length()));
    assertThat(find(JwksFile.read(large), OLD)).isPresent();
    Path huge = Files.write(folder.resolve("huge.json"), new byte[JwksFile.MAX_BYTES + 1]);
    assertThatThrownBy(() -> JwksFile.read(huge)).hasMessageContaining("TOO_LARGE");
  }
}
