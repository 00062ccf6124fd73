package io.bailiwick.it.npm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A driver at work: told what to do step by step, and asked for what it saw. Whatever its client
 * asks for at each connect is answered at once, as the test says. Of one thread.
 */
final class NodeDriver implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Writer input;
  private final BlockingQueue<JsonNode> seen = new LinkedBlockingQueue<>();
  private final Queue<JsonNode> steps = new ArrayDeque<>();
  private final List<String> all = new ArrayList<>();
  private Supplier<?> query = () -> Map.of();
  private int queries;
  private int round;

  private NodeDriver(Process process) {
    this.process = process;
    this.input = process.outputWriter();
    Thread reader = new Thread(this::read, "node-driver");
    reader.setDaemon(true);
    reader.start();
  }

  static NodeDriver start(NodeModules modules, String driver) {
    try {
      return new NodeDriver(
          new ProcessBuilder(modules.node(), driver)
              .directory(modules.directory().toFile())
              .redirectError(modules.directory().resolve(driver + ".log").toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the client is answered when it asks what to connect with. */
  NodeDriver answering(Supplier<?> credential) {
    query = credential;
    return this;
  }

  /** How often the client has asked. */
  int queries() {
    return queries;
  }

  /** Has it do something, with these members: name, value, name, value. */
  void step(String what, Object... members) {
    Map<String, Object> step = new HashMap<>(Map.of("do", what));
    for (int i = 0; i < members.length; i += 2) {
      step.put((String) members[i], members[i + 1]);
    }
    if (what.equals("connect")) {
      round++;
    }
    step.put("round", round);
    JsonNode asked = steps.isEmpty() ? await("step") : steps.remove();
    answer(asked, step);
  }

  /**
   * The next observation of that kind; those before it are passed over, and those of a connection
   * before this one.
   *
   * @throws AssertionError where none comes in time
   */
  JsonNode see(String event) {
    return await(event);
  }

  private JsonNode await(String wanted) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    for (; ; ) {
      JsonNode next = next(until, wanted);
      String event = next.path("event").asText();
      String what = next.path("what").asText();
      if (event.equals("ask") && what.equals("query")) {
        queries++;
        answer(next, query.get());
      } else if (event.equals("ask")) {
        if (wanted.equals("step")) {
          return next;
        }
        steps.add(next);
      } else if (next.path("round").asInt(round) == round) {
        all.add(event);
        if (event.equals(wanted)) {
          return next;
        }
      }
    }
  }

  private JsonNode next(long until, String wanted) {
    try {
      @Nullable JsonNode next = seen.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null || next.isNull()) {
        throw new AssertionError(
            "The client did not see '"
                + wanted
                + "' but "
                + all
                + "; it runs: "
                + process.isAlive());
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void answer(JsonNode asked, Object value) {
    try {
      input.write(
          JSON.writeValueAsString(Map.of("id", asked.path("id").asInt(), "value", value)) + "\n");
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        // a client may write to its standard output, too
        if (line.startsWith("{\"event\"")) {
          seen.add(JSON.readTree(line));
        }
      }
    } catch (IOException e) {
      // it has ended
    }
    seen.add(JSON.nullNode());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
