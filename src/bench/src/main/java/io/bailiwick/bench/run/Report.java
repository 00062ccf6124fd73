package io.bailiwick.bench.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What was measured, as Markdown for people and JSON for programs. */
public final class Report {
  /** Between a candidate's name and the size it had. */
  public static final String AT = " @ ";

  private final List<String> conditions;
  private final List<Verdict> verdicts;
  private final List<Measured> groups;

  public Report(List<String> conditions, List<Verdict> verdicts, List<Measured> groups) {
    this.conditions = List.copyOf(conditions);
    this.verdicts = List.copyOf(verdicts);
    this.groups = List.copyOf(groups);
  }

  /** Writes {@code bench.md} and {@code bench.json}. */
  public void write(Path directory) throws IOException {
    Files.writeString(directory.resolve("bench.md"), markdown());
    JsonMapper.builder()
        .build()
        .writerWithDefaultPrettyPrinter()
        .writeValue(directory.resolve("bench.json").toFile(), json());
  }

  public String markdown() {
    StringBuilder text = new StringBuilder("# What it costs\n\n");
    conditions.forEach(line -> text.append("- ").append(line).append('\n'));
    text.append("\n## Goals\n\n| what | goal | measured | met |\n|---|---|---|---|\n");
    for (Verdict each : verdicts) {
      text.append(
          "| %s | %s | %s | %s |\n"
              .formatted(each.what(), each.goal(), each.measured(), each.met() ? "yes" : "**no**"));
    }
    for (Measured group : groups) {
      text.append("\n## ").append(group.title()).append("\n\n");
      text.append(sized(group) ? matrix(group) : table(group));
    }
    return text.toString();
  }

  private static boolean sized(Measured group) {
    return group.lanes().get(0).contains(AT);
  }

  private static String table(Measured group) {
    StringBuilder text =
        new StringBuilder(
            "| candidate | CPU an operation | MAD | x %s | B an operation |\n|---|---|---|---|---|\n"
                .formatted(group.baseline()));
    List<String> lanes = new ArrayList<>(group.lanes());
    lanes.sort(Comparator.comparingDouble(group::cpu));
    for (String lane : lanes) {
      text.append(
          "| %s | %s | %s | %s | %s |\n"
              .formatted(
                  lane.contains("bailiwick") ? "**" + lane + "**" : lane,
                  time(group.cpu(lane)),
                  number("%.1f %%", group.spread(lane)),
                  number("%.2f", group.ratio(lane, group.baseline())),
                  bytes(group.alloc(lane))));
    }
    return text.toString();
  }

  private static String matrix(Measured group) {
    Set<String> candidates = new LinkedHashSet<>();
    Set<String> sizes = new LinkedHashSet<>();
    for (String lane : group.lanes()) {
      String[] parts = lane.split(AT, -1);
      candidates.add(parts[0]);
      sizes.add(parts[1]);
    }
    List<String> ordered = sizes.stream().sorted(Comparator.comparingLong(Report::size)).toList();
    StringBuilder text = new StringBuilder("| candidate |");
    ordered.forEach(size -> text.append(' ').append(size).append(" |"));
    text.append(" B at %s |\n|---|".formatted(ordered.get(ordered.size() / 2)));
    text.append("---|".repeat(ordered.size() + 1)).append('\n');
    String first = AT + ordered.get(0);
    List<String> sorted = new ArrayList<>(candidates);
    sorted.sort(Comparator.comparingDouble(each -> group.cpu(each + first)));
    for (String candidate : sorted) {
      text.append("| ")
          .append(candidate.contains("bailiwick") ? "**" + candidate + "**" : candidate)
          .append(" |");
      for (String size : ordered) {
        String lane = candidate + AT + size;
        String baseline = group.baseline() + AT + size;
        text.append(
            group.has(lane)
                ? " %s (%s) |"
                    .formatted(time(group.cpu(lane)), number("%.1fx", group.ratio(lane, baseline)))
                : " - |");
      }
      String middle = candidate + AT + ordered.get(ordered.size() / 2);
      text.append(group.has(middle) ? " %s |\n".formatted(bytes(group.alloc(middle))) : " - |\n");
    }
    return text.append("\nIn brackets: times ").append(group.baseline()).append(".\n").toString();
  }

  /** Sorts {@code 1000 x 2} before {@code 1000 x 100} before {@code 10000 x 2}. */
  private static long size(String text) {
    String[] numbers = text.split("\\D+", -1);
    long size = 0;
    for (String number : numbers) {
      size = number.isEmpty() ? size : size * 1_000_000 + Long.parseLong(number);
    }
    return size;
  }

  static String time(double nanos) {
    if (nanos < 1_000) {
      return number(nanos < 100 ? "%.1f ns" : "%.0f ns", nanos);
    }
    return nanos < 1_000_000
        ? number("%.2f us", nanos / 1_000)
        : number("%.2f ms", nanos / 1_000_000);
  }

  static String bytes(double bytes) {
    return Double.isNaN(bytes) ? "-" : number("%,.0f", bytes);
  }

  static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private Map<String, Object> json() {
    List<Object> all = new ArrayList<>();
    for (Measured group : groups) {
      List<Object> lanes = new ArrayList<>();
      for (String lane : group.lanes()) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", lane);
        one.put("cpuNanos", group.cpu(lane));
        one.put("madPercent", group.spread(lane));
        one.put("allocBytes", Double.isNaN(group.alloc(lane)) ? "" : group.alloc(lane));
        lanes.add(one);
      }
      all.add(Map.of("title", group.title(), "baseline", group.baseline(), "lanes", lanes));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("conditions", conditions);
    json.put("goals", verdicts);
    json.put("groups", all);
    return json;
  }
}
