package io.bailiwick.bench.run;

import io.bailiwick.bench.http.HttpLanes;
import io.bailiwick.bench.sockets.ConnectLanes;
import io.bailiwick.bench.sockets.LiveSockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures everything, or what {@code bench.only} names (separated by commas: verify, seen, decide,
 * list, http, sockets), writes the report into the directory that it is given, and prints it.
 * {@code bench.long} takes more rounds.
 */
public final class Bench {
  private static final Set<String> KEYS =
      Set.of(Plan.VERIFY, Plan.SEEN, Plan.DECIDE, Plan.LIST, HttpLanes.KEY, ConnectLanes.KEY);

  private Bench() {}

  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    String only = System.getProperty("bench.only", "");
    boolean longer = Boolean.getBoolean("bench.long");
    List<String> keys = only.isBlank() ? List.copyOf(KEYS) : List.of(only.split(",", -1));
    if (!KEYS.containsAll(keys)) {
      throw new IllegalArgumentException("bench.only is some of " + KEYS);
    }
    Clock clock = Clock.systemUTC();
    long begun = clock.millis();
    Map<String, Measured> groups = new LinkedHashMap<>();
    for (Group group : Plan.groups()) {
      if (keys.contains(group.key())) {
        System.out.println("Measuring: " + group.title());
        List<Turn> turns = Fork.run(group, Plan.pace(group, longer), directory);
        groups.put(group.title(), new Measured(group.title(), group.baseline(), turns));
      }
    }
    if (keys.contains(HttpLanes.KEY)) {
      HttpLanes.measure(longer).forEach(each -> groups.put(each.title(), each));
    }
    String live = "";
    if (keys.contains(ConnectLanes.KEY)) {
      Measured connects = ConnectLanes.measure(longer);
      groups.put(connects.title(), connects);
      live = LiveSockets.measure();
      Files.writeString(directory.resolve("sockets.md"), live);
    }
    Report report =
        new Report(
            conditions(clock, longer, clock.millis() - begun),
            Goals.of(groups),
            List.copyOf(groups.values()));
    report.write(directory);
    System.out.println(report.markdown() + live);
    System.out.println(
        "Written to " + directory.resolve("bench.md") + ", bench.json and sockets.md");
  }

  private static List<String> conditions(Clock clock, boolean longer, long millis) {
    List<String> lines = new ArrayList<>();
    lines.add(
        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
            + ", "
            + (longer ? "long" : "short")
            + " mode, "
            + millis / 1_000
            + " s");
    lines.add(
        "%s %s on %s %s, %d processors%s"
            .formatted(
                System.getProperty("java.vendor"),
                System.getProperty("java.runtime.version"),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                processor()));
    lines.add("processor time of the measured thread; compare within one table only");
    return lines;
  }

  private static String processor() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> " (" + line.substring(line.indexOf(':') + 1).strip() + ")")
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
