package io.bailiwick.adapter.keys;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The one thread that a key source reads in: a daemon, there only while it reads. */
final class ReadingThread {
  private static final Duration IDLE = Duration.ofSeconds(10);

  private ReadingThread() {}

  static ExecutorService named(String name) {
    return lasting(
        IDLE,
        task -> {
          Thread daemon = new Thread(task, name);
          daemon.setDaemon(true);
          return daemon;
        });
  }

  /**
   * @param idle how long it stays when it has nothing to do
   */
  static ThreadPoolExecutor lasting(Duration idle, ThreadFactory threads) {
    ThreadPoolExecutor one =
        new ThreadPoolExecutor(
            1, 1, idle.toNanos(), TimeUnit.NANOSECONDS, new LinkedBlockingQueue<>(), threads);
    one.allowCoreThreadTimeOut(true);
    return one;
  }
}
