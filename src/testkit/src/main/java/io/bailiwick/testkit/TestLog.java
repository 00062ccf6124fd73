package io.bailiwick.testkit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Hears every logger of the process at its most talkative, in place of the console, until it is
 * closed: for tests that hold what must never be logged. It hears {@code java.util.logging}, which
 * is where {@link System.Logger} leads unless another finder is on the class path. Thread-safe, but
 * one at a time.
 */
public final class TestLog implements AutoCloseable {
  private static final Logger ROOT = Logger.getLogger("");

  // a server that tells everything tells a hundred thousand lines
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final List<Handler> replaced = List.of(ROOT.getHandlers());
  private final Level before = ROOT.getLevel();
  private final Handler ears = new Ears(lines);

  private TestLog() {}

  /** Begins to hear. */
  public static TestLog everything() {
    TestLog log = new TestLog();
    ROOT.setLevel(Level.ALL);
    log.replaced.forEach(ROOT::removeHandler);
    ROOT.addHandler(log.ears);
    return log;
  }

  /** A record each: logger, message, parameters, and the stack trace where there is one. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** Puts the log back as it was. */
  @Override
  public void close() {
    ROOT.removeHandler(ears);
    replaced.forEach(ROOT::addHandler);
    ROOT.setLevel(before);
  }

  private static final class Ears extends Handler {
    private final List<String> lines;

    Ears(List<String> lines) {
      this.lines = lines;
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord entry) {
      StringWriter line = new StringWriter();
      line.append(entry.getLoggerName() + " " + entry.getMessage());
      line.append(Arrays.toString(entry.getParameters()));
      if (entry.getThrown() != null) {
        entry.getThrown().printStackTrace(new PrintWriter(line, true));
      }
      lines.add(line.toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
