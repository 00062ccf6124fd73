package io.bailiwick.it.keycloak;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process with its children. A shell that has ended no longer tells who its children were, so
 * they are remembered while it lives. Ends all of them when this JVM ends, too.
 */
public final class ProcessTree implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process root;
  private final Duration patience;
  private final Set<ProcessHandle> known = new LinkedHashSet<>();
  private final Thread atExit = new Thread(this::end, "keycloak-end");

  /** Of a process that was just started. */
  public ProcessTree(Process root) {
    this(root, PATIENCE);
  }

  ProcessTree(Process root, Duration patience) {
    this.root = root;
    this.patience = patience;
    remember();
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Whether the process itself runs. */
  public boolean isAlive() {
    return root.isAlive();
  }

  void awaitEnd() throws InterruptedException {
    root.waitFor();
  }

  /** Notes the children there are now. */
  synchronized void remember() {
    known.add(root.toHandle());
    root.descendants().forEach(known::add);
  }

  /** Forces all of them to end, and waits until they have. */
  synchronized void kill() {
    remember();
    known.forEach(ProcessHandle::destroyForcibly);
    if (!endedWithin(PATIENCE)) {
      throw new IllegalStateException("A process doesn't end though it was forced to");
    }
  }

  /** Asks them to end, waits, and forces what is left. Nothing where all have ended. */
  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the JVM is ending, and the hook may stay
    }
  }

  private synchronized void end() {
    remember();
    // the shell passes TERM on and waits for its child; killed first, it would leave it behind
    root.destroy();
    if (!endedWithin(patience)) {
      known.forEach(ProcessHandle::destroy);
      if (!endedWithin(patience)) {
        known.forEach(ProcessHandle::destroyForcibly);
        endedWithin(PATIENCE);
      }
    }
  }

  private boolean endedWithin(Duration patience) {
    CompletableFuture<?>[] ends =
        known.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
