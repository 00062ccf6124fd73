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
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keys from a JWKS file. It is read at start and watched for changes: whoever asks for a key five
 * seconds after the last look, or for a key id that is not known, looks first, and its content
 * tells, whatever its time of change says. So it works where a mounted Kubernetes secret swaps
 * symbolic links, where a file is renamed over it and on network file systems, none of which tell a
 * watcher reliably; and nothing runs while nobody asks. It is looked at in a thread of its own,
 * once for all who ask.
 *
 * <ul>
 *   <li>A key taken out of the file ends within five seconds. A file without any key ends all at
 *       once.
 *   <li>While the file is gone or can't be read, or is half written, the keys it had go on
 *       verifying for {@link #STALE_LIMIT}, and {@link #health()} says why; then, and for a key id
 *       that is not known meanwhile, it is {@link KeysUnavailable}.
 *   <li>Where the file system hangs, it keeps nobody waiting: the one who began the look waits two
 *       seconds for it; who knows a key goes on at once, and an unknown key id is {@link
 *       KeysUnavailable}, at once where those two seconds are over.
 *   <li>A key that stays stays the same object. A key without a {@code kid} serves any key id that
 *       no other has.
 * </ul>
 *
 * <p>Thread-safe. The thread is a daemon, and is there only while it looks; closed, nothing is
 * looked at any more, and known keys go on verifying until they are too old.
 */
public final class JwksFile implements KeySource {
  /** The most bytes that are read. */
  public static final int MAX_BYTES = 1024 * 1024;

  /** How long known keys go on verifying while the file can't be read. */
  public static final Duration STALE_LIMIT = Duration.ofHours(1);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  /** How long anybody waits for a look, on a file system that hangs. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final System.Logger LOG = System.getLogger(JwksFile.class.getName());

  private final Path path;
  private final Ages ages;
  private final ReadCounts counts = new ReadCounts();
  private final FileLooks looks;
  private volatile LoadedKeys loaded;
  private volatile @Nullable KeyFailure failure;

  /** What the file was at the last good look; for the one look that is under way. */
  private Content content;

  /** What a file holds, and what tells without reading it that this is so still. */
  @SuppressWarnings("ArrayRecordComponent") // compared by hand
  private record Content(byte[] bytes, FileTime changed, @Nullable Object file) {}

  private JwksFile(Path path, Ages ages, Duration patience) throws FetchFailed {
    this.path = path;
    this.ages = ages;
    this.looks = new FileLooks(this::look, this::hangs, patience);
    counts.began();
    Ages.Moment now = ages.now();
    this.content = content(path);
    KeySet keys = keys(content.bytes);
    if (keys.isEmpty()) {
      throw new FetchFailed(KeyFailure.NO_USABLE_KEY);
    }
    this.loaded = new LoadedKeys(keys, now, LOOK_EVERY);
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
    return read(path, clock, PATIENCE);
  }

  /**
   * @param patience how long anybody waits for a look; 2 seconds unless told
   * @throws IllegalArgumentException where it can't be read or has no key that can verify
   */
  public static JwksFile read(Path path, Clock clock, Duration patience) {
    return read(path, clock, System::nanoTime, patience);
  }

  /**
   * @param monotonic what {@link System#nanoTime()} is asked for otherwise
   * @param patience how long anybody waits for a look
   */
  static JwksFile read(Path path, Clock clock, LongSupplier monotonic, Duration patience) {
    try {
      return new JwksFile(path, new Ages(clock, monotonic), patience);
    } catch (FetchFailed e) {
      throw new IllegalArgumentException(
          "The JWKS file " + path + " can't be used: " + e.failure(), e);
    }
  }

  @Override
  @SuppressWarnings("EnumOrdinal") // a place for each, within this process
  public Optional<VerificationKey> find(Optional<String> kid, JwsAlgorithm algorithm) {
    LoadedKeys now = loaded;
    if (now.verifyAt(ages.wallMillis())) {
      List<Optional<VerificationKey>> answers = now.keys().answers(kid);
      if (answers != null) {
        return answers.get(algorithm.ordinal());
      }
    }
    return lookFor(kid).find(kid, algorithm);
  }

  /** Looks at the file first, where it is time to. */
  @Override
  public KeyHealth health() {
    if (loaded.isPastMaxAge(ages.now())) {
      looks.unlessUnderWay();
    }
    LoadedKeys now = loaded;
    return new KeyHealth(
        isStale(now) ? 0 : now.keys().size(),
        Optional.of(now.age(ages.now())),
        failure(),
        Optional.empty(),
        counts.reads(),
        counts.failures());
  }

  /** Ends the thread. Known keys go on verifying until they are too old. */
  @Override
  public void close() {
    looks.close();
  }

  /** Why the file can't be read now, as far as that is known yet. */
  private Optional<KeyFailure> failure() {
    return looks.hangs() ? Optional.of(KeyFailure.TIMED_OUT) : Optional.ofNullable(failure);
  }

  private KeySet lookFor(Optional<String> kid) {
    LoadedKeys now = loaded;
    boolean looked = false;
    if (serves(now, kid) && now.isPastMaxAge(ages.now())) {
      looked = looks.unlessUnderWay();
      now = loaded;
    }
    if (!looked && !serves(now, kid)) {
      looked = looks.fresh();
      now = loaded;
    }
    // who could not look knows only what was there before
    boolean surely = looked && failure == null && !now.keys().isEmpty() && !isStale(now);
    if (!serves(now, kid) && !surely) {
      throw new KeysUnavailable(
          "The keys of the JWKS file can't be had now: "
              + failure().map(KeyFailure::name).orElse("nobody could look"),
          LOOK_EVERY);
    }
    now.lookedAt(ages.now(), STALE_LIMIT);
    return now.keys();
  }

  /** Whether there is something to go by, however it is with the file just now. */
  private boolean serves(LoadedKeys keys, Optional<String> kid) {
    return keys.keys().knows(kid) && !isStale(keys);
  }

  private boolean isStale(LoadedKeys keys) {
    return keys.age(ages.now()).compareTo(STALE_LIMIT) >= 0;
  }

  /** One look; the only one at its time. */
  private void look() {
    try {
      if (loaded.isPastMaxAge(ages.now()) || failure != null || isChanged()) {
        read();
      }
    } catch (FetchFailed e) {
      ended(e.failure());
    } catch (RuntimeException | Error e) {
      // whatever else went wrong: it must not look as if the file had been read
      ended(KeyFailure.INTERNAL_ERROR);
    }
  }

  /** Somebody made up a key id, most likely: that alone is no reason to read the file. */
  private boolean isChanged() throws FetchFailed {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      return file.size() != content.bytes.length
          || !file.lastModifiedTime().equals(content.changed)
          || !Objects.equals(file.fileKey(), content.file);
    } catch (IOException | SecurityException e) {
      throw new FetchFailed(KeyFailure.UNREACHABLE);
    }
  }

  private void read() throws FetchFailed {
    counts.began();
    Ages.Moment now = ages.now();
    Content found = content(path);
    KeySet before = loaded.keys();
    KeySet keys =
        Arrays.equals(found.bytes, content.bytes) ? before : keys(found.bytes).keeping(before);
    content = found;
    loaded = new LoadedKeys(keys, now, LOOK_EVERY);
    ended(keys.isEmpty() ? KeyFailure.NO_USABLE_KEY : null);
  }

  private void hangs() {
    counts.failed(KeyFailure.TIMED_OUT);
    LOG.log(
        System.Logger.Level.WARNING,
        "The JWKS file {0} can''t be read in time: does its file system hang?",
        path);
  }

  private void ended(@Nullable KeyFailure why) {
    KeyFailure before = failure;
    failure = why;
    if (why != null) {
      counts.failed(why);
    }
    if (why != null && why != before) {
      LOG.log(
          System.Logger.Level.WARNING, "The JWKS file {0} can''t be read again: {1}", path, why);
    } else if (why == null && before != null) {
      LOG.log(System.Logger.Level.INFO, "The JWKS file {0} can be read again", path);
    }
  }

  private static Content content(Path path) throws FetchFailed {
    try {
      // before the content: what changes while it is read shows at the next look
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      try (InputStream in = Files.newInputStream(path)) {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw new FetchFailed(KeyFailure.TOO_LARGE);
        }
        return new Content(bytes, file.lastModifiedTime(), file.fileKey());
      }
    } catch (IOException | SecurityException e) {
      throw new FetchFailed(KeyFailure.UNREACHABLE);
    }
  }

  private KeySet keys(byte[] bytes) throws FetchFailed {
    try {
      JwksDocument document = JwksDocument.parse(new String(bytes, StandardCharsets.UTF_8));
      for (String note : document.notes()) {
        LOG.log(System.Logger.Level.WARNING, "In the JWKS file {0}, {1}", path, note);
      }
      return new KeySet(document.keys(), true);
    } catch (ParseException e) {
      throw new FetchFailed(KeyFailure.MALFORMED);
    }
  }
}
