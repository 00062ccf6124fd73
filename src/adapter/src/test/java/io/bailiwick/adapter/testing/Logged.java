package io.bailiwick.adapter.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a class logs, at every level. */
public final class Logged {
  private Logged() {}

  /** What may log. */
  public interface Steps {
    void run() throws Exception;
  }

  /** Each line as its level and its text. */
  public static List<String> by(Class<?> one, Steps steps) throws Exception {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    Logger logger = Logger.getLogger(one.getName());
    Level level = logger.getLevel();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    logger.setLevel(Level.ALL);
    try {
      steps.run();
    } finally {
      logger.setLevel(level);
      logger.removeHandler(handler);
    }
    return lines;
  }
}
