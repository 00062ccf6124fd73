package io.bailiwick.it.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the sample and its server log goes into a file, so that the tour can be read. */
final class SampleLog implements AutoCloseable {
  private final FileHandler handler;

  private SampleLog(FileHandler handler) {
    this.handler = handler;
  }

  /** From now on, and whole: a file that is there is begun anew. */
  static SampleLog to(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      FileHandler handler = new FileHandler(file.toString().replace("%", "%%"));
      handler.setEncoding(StandardCharsets.UTF_8.name());
      handler.setLevel(Level.ALL);
      handler.setFormatter(new SimpleFormatter());
      LogManager.getLogManager().reset();
      Logger.getLogger("").addHandler(handler);
      return new SampleLog(handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Logger root = Logger.getLogger("");
    root.removeHandler(handler);
    handler.close();
  }
}
