package io.bailiwick.adapter.keys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keys from a JWKS file. It is read at start, and again when it has changed: looked for every five
 * seconds, and at once for a key id that is not in it. While a changed file can't be read, the keys
 * it had before go on verifying and {@link #health()} says why. A key without a {@code kid} serves
 * any key id that no other has. Thread-safe.
 */
public final class JwksFile implements KeySource {
  /** The most bytes that are read. */
  public static final int MAX_BYTES = 1024 * 1024;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final System.Logger LOG = System.getLogger(JwksFile.class.getName());

  private final Path path;
  private final Clock clock;
  private volatile Read read;
  private volatile Instant lookedAt;
  private volatile @Nullable KeyFailure failure;

  /** What was read, and of which state of the file. */
  private record Read(KeySet keys, Instant at, FileTime changed, long size) {}

  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private final KeyFailure failure;

    Unreadable(KeyFailure failure) {
      super(failure.name(), null, false, false);
      this.failure = failure;
    }
  }

  private JwksFile(Path path, Clock clock, Read read) {
    this.path = path;
    this.clock = clock;
    this.read = read;
    this.lookedAt = read.at;
  }

  /**
   * @throws IllegalArgumentException where it can't be read or has no key that can verify
   */
  public static JwksFile read(Path path) {
    return read(path, Clock.systemUTC());
  }

  /**
   * @throws IllegalArgumentException where it can't be read or has no key that can verify
   */
  public static JwksFile read(Path path, Clock clock) {
    try {
      return new JwksFile(path, clock, load(path, clock));
    } catch (Unreadable e) {
      throw new IllegalArgumentException(
          "The JWKS file " + path + " can't be used: " + e.failure, e);
    }
  }

  @Override
  public Optional<VerificationKey> find(Optional<String> kid, JwsAlgorithm algorithm) {
    Duration since = Duration.between(lookedAt, clock.instant());
    boolean due = since.isNegative() || since.compareTo(LOOK_EVERY) >= 0;
    if (due || !read.keys.knows(kid)) {
      look();
    }
    return read.keys.find(kid, algorithm);
  }

  @Override
  public KeyHealth health() {
    Read now = read;
    return new KeyHealth(
        now.keys.size(),
        Optional.of(Duration.between(now.at, clock.instant())),
        Optional.ofNullable(failure));
  }

  private synchronized void look() {
    lookedAt = clock.instant();
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      if (failure == null
          && file.lastModifiedTime().equals(read.changed)
          && file.size() == read.size) {
        return;
      }
      Read now = load(path, clock);
      read = new Read(now.keys.keeping(read.keys), now.at, now.changed, now.size);
      failure = null;
    } catch (IOException e) {
      failed(KeyFailure.UNREACHABLE);
    } catch (Unreadable e) {
      failed(e.failure);
    }
  }

  private void failed(KeyFailure why) {
    if (failure != why) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The JWKS file {0} can''t be read again: {1}; its keys from before are used",
          path,
          why);
    }
    failure = why;
  }

  private static Read load(Path path, Clock clock) throws Unreadable {
    try (InputStream in = Files.newInputStream(path)) {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new Unreadable(KeyFailure.TOO_LARGE);
      }
      JwksDocument document = JwksDocument.parse(new String(bytes, StandardCharsets.UTF_8));
      for (String note : document.notes()) {
        LOG.log(System.Logger.Level.WARNING, "In the JWKS file {0}, {1}", path, note);
      }
      if (document.keys().isEmpty()) {
        throw new Unreadable(KeyFailure.NO_USABLE_KEY);
      }
      return new Read(
          new KeySet(document.keys(), true), clock.instant(), file.lastModifiedTime(), file.size());
    } catch (IOException e) {
      throw new Unreadable(KeyFailure.UNREACHABLE);
    } catch (ParseException e) {
      throw new Unreadable(KeyFailure.MALFORMED);
    }
  }
}
