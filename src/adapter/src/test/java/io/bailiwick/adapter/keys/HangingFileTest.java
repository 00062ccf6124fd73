package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.bailiwick.adapter.testing.Logged;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file that hangs whoever opens it, as one does on a network file system whose server is gone: a
 * named pipe that nobody writes to. Each test ends in time only where nobody waits for it that need
 * not.
 */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no named pipes among its files")
class HangingFileTest {
  private static final TestKey OLD = TestKey.generate("old", "RS256");
  private static final TestKey NEW = TestKey.generate("new", "RS256");

  @TempDir Path folder;

  private final TestClock clock = TestClock.fixed();

  private static String jwks(TestKey key) {
    return JSONObjectUtils.toJSONString(Map.of("keys", List.<Object>of(key.jwk())));
  }

  private Path file() {
    return folder.resolve("jwks.json");
  }

  private Path pipe() {
    return folder.resolve("pipe");
  }

  /** In place of the file. */
  private void hang() throws Exception {
    Process made = new ProcessBuilder("mkfifo", pipe().toString()).start();
    assertThat(made.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(made.exitValue()).isZero();
    Path link = Files.createSymbolicLink(folder.resolve("link"), pipe());
    Files.move(link, file(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The file as it was, and what was read of the pipe comes to its end. */
  private void heal(TestKey key) throws IOException {
    Path good = Files.writeString(folder.resolve("good"), jwks(key));
    Files.move(good, file(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    // read and write: to open it for writing alone would wait for a reader, who may have come to
    // the
    // file that is there now
    try (FileChannel both =
        FileChannel.open(pipe(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      both.write(ByteBuffer.wrap(jwks(key).getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void unknownKeyOfAFileThatHangs_isUnavailableAndNobodyWaitsForThatTwice() throws Exception {
    Files.writeString(file(), jwks(OLD));
    try (JwksFile keys = JwksFile.read(file(), clock, Duration.ofMillis(500))) {
      hang();
      // as long as one, since the look that they wait for is the same: else it were 100 seconds
      for (int i = 0; i < 200; i++) {
        JwksUrlTestBase.assertUnavailable(keys, "new");
      }
      assertThat(keys.health().lastFailure()).contains(KeyFailure.TIMED_OUT);
      assertThat(keys.health().failures()).containsExactly(Map.entry(KeyFailure.TIMED_OUT, 1L));
      assertThat(keys.health().keys()).isEqualTo(1);

      heal(NEW);
      JwksUrlTestBase.eventually(() -> keys.health().lastFailure().isEmpty());
      assertThat(JwksUrlTestBase.find(keys, "new")).isPresent();
      assertThat(JwksUrlTestBase.find(keys, "old")).isEmpty();
    }
  }

  @Test
  void fileThatHangs_isLoggedOnce() throws Exception {
    Files.writeString(file(), jwks(OLD));
    try (JwksFile keys = JwksFile.read(file(), clock, Duration.ofMillis(200))) {
      hang();
      assertThat(
              Logged.by(
                  JwksFile.class,
                  () -> {
                    JwksUrlTestBase.assertUnavailable(keys, "new");
                    JwksUrlTestBase.assertUnavailable(keys, "new");
                  }))
          .containsExactly(
              "WARNING The JWKS file "
                  + file()
                  + " can't be read in time: does its file system hang?");
      heal(OLD);
    }
  }

  @Test
  void knownKeyOfAFileThatHangs_verifiesAndOnlyWhoeverBeganTheLookHasWaited() throws Exception {
    Files.writeString(file(), jwks(OLD));
    try (JwksFile keys = JwksFile.read(file(), clock, Duration.ofMillis(500))) {
      VerificationKey known = JwksUrlTestBase.find(keys, "old").orElseThrow();
      hang();
      for (int i = 0; i < 200; i++) {
        clock.advance(Duration.ofSeconds(5));
        assertThat(JwksUrlTestBase.find(keys, "old")).containsSame(known);
      }
      clock.advance(JwksFile.STALE_LIMIT);
      JwksUrlTestBase.assertUnavailable(keys, "old");
      heal(OLD);
      JwksUrlTestBase.eventually(() -> keys.health().lastFailure().isEmpty());
      assertThat(JwksUrlTestBase.find(keys, "old")).containsSame(known);
    }
  }

  @Test
  void lookThatHangsForAnother_keepsNoKnownKeyWaiting() throws Exception {
    Files.writeString(file(), jwks(OLD));
    try (JwksFile keys = JwksFile.read(file(), clock, Duration.ofHours(1))) {
      VerificationKey known = JwksUrlTestBase.find(keys, "old").orElseThrow();
      hang();
      FutureTask<Boolean> asked =
          new FutureTask<>(() -> JwksUrlTestBase.find(keys, "new").isPresent());
      Thread asker = new Thread(asked, "asker");
      asker.setDaemon(true);
      asker.start();
      JwksUrlTestBase.eventually(() -> asker.getState() == Thread.State.TIMED_WAITING);

      clock.advance(Duration.ofSeconds(6));
      assertThat(JwksUrlTestBase.find(keys, "old")).containsSame(known);
      assertThat(keys.health().keys()).isEqualTo(1);
      heal(NEW);
      assertThat(asked.get(Patience.PLENTY.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void closedSource_looksNoMoreAndKnownKeysVerifyOn() throws Exception {
    Files.writeString(file(), jwks(OLD));
    JwksFile keys = JwksFile.read(file(), clock);
    keys.close();
    Files.writeString(file(), jwks(NEW));
    JwksUrlTestBase.assertUnavailable(keys, "new");
    clock.advance(Duration.ofMinutes(59));
    assertThat(JwksUrlTestBase.find(keys, "old")).isPresent();
    clock.advance(Duration.ofMinutes(1));
    JwksUrlTestBase.assertUnavailable(keys, "old");
  }
}
