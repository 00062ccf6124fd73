package io.bailiwick.adapter.feed;

import io.bailiwick.adapter.life.Revocations;
import java.lang.System.Logger.Level;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks again and again, each time from where the last answer ended, and tells what it is answered.
 * An answer counts as had only when all of it has been told. Its one thread ends with it.
 */
final class Follower implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RevocationFeed.class.getName());

  /** An issuer that holds no request, though it has nothing, is not asked more often than that. */
  private static final Duration SELDOM = Duration.ofSeconds(1);

  private final String issuer;
  private final FeedRequest request;
  private final Duration hold;
  private final Revocations revocations;
  private final FeedProgress progress;
  private final Clock clock;
  private final Backoff backoff;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  // of the thread
  private Optional<String> cursor = Optional.empty();
  private boolean whole = true;

  Follower(
      String issuer,
      FeedRequest request,
      Duration hold,
      Revocations revocations,
      FeedProgress progress,
      Clock clock,
      Backoff backoff) {
    this.issuer = issuer;
    this.request = request;
    this.hold = hold;
    this.revocations = revocations;
    this.progress = progress;
    this.clock = clock;
    this.backoff = backoff;
    this.thread = new Thread(this::run, "bailiwick-feed");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }

  private void run() {
    try {
      Duration pause = Duration.ZERO;
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = step();
      }
    } catch (InterruptedException e) {
      // closed: nobody else has this thread
    }
  }

  /** One request, and how long to wait before the next. */
  private Duration step() throws InterruptedException {
    try {
      long before = System.nanoTime();
      HttpResponse<byte[]> response = request.send(cursor, whole, hold);
      FeedAnswer answer = FeedAnswer.read(response, issuer, clock.instant());
      Duration took = Duration.ofNanos(System.nanoTime() - before);
      boolean held = cursor.isPresent();
      boolean recovered = progress.isFailing();
      tell(answer);
      cursor = Optional.of(answer.cursor());
      progress.answered(answer);
      if (recovered) {
        LOG.log(Level.INFO, "The feed of revocations of {0} is had again", issuer);
      }
      if (answer.gone()) {
        // each time anew would be a loop
        return backoff.next();
      }
      backoff.reset();
      boolean tooSoon = held && answer.revocations().isEmpty() && took.compareTo(SELDOM) < 0;
      return tooSoon ? SELDOM.minus(took) : Duration.ZERO;
    } catch (FeedFailed e) {
      if (e.failure() == FeedFailure.NOT_UNDERSTOOD) {
        beginAnew();
      }
      return failed(e.failure(), e.notBefore(), null);
    } catch (RuntimeException | Error e) {
      return failed(FeedFailure.INTERNAL_ERROR, Duration.ZERO, e);
    }
  }

  /**
   * One that has no use for our cursor may tell what it remembers; one that can't, either, what is
   * to come. Older tokens are refused then, as at the start.
   */
  private void beginAnew() {
    whole = cursor.isPresent() || !whole;
    cursor = Optional.empty();
  }

  private void tell(FeedAnswer answer) {
    if (cursor.isEmpty() || answer.gone()) {
      // before what was revoked since: it may not be believed first and refused then
      revocations.unknownUpTo(issuer, answer.completeSince().orElseGet(clock::instant));
    }
    if (answer.gone()) {
      LOG.log(
          Level.WARNING,
          "The feed of revocations of {0} can''t tell all since it was asked last: older tokens"
              + " are refused, and connections must be refreshed",
          issuer);
    }
    answer.revocations().forEach(revocations::revoke);
  }

  /** Logged once for each change: an issuer that is gone for long must not fill the log. */
  private Duration failed(FeedFailure failure, Duration notBefore, @Nullable Throwable fault) {
    if (progress.failed(failure)) {
      LOG.log(
          Level.WARNING,
          "The feed of revocations of {0} can''t be had: {1}",
          issuer,
          fault == null ? failure : fault.getClass().getName());
    }
    Duration pause = backoff.next();
    return pause.compareTo(notBefore) < 0 ? notBefore : pause;
  }
}
