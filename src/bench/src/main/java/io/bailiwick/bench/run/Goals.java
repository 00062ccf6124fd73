package io.bailiwick.bench.run;

import io.bailiwick.bench.http.HttpLanes;
import io.bailiwick.bench.verify.Algorithm;
import io.bailiwick.bench.verify.Candidate;
import io.bailiwick.bench.verify.Peer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The goals that were set for the adapter, held against a run. What was not measured is not in. */
final class Goals {
  private static final String OURS = Candidate.OURS.name();
  private static final String OURS_ACCP = Candidate.OURS_ACCP.name();
  private static final String RAW = Candidate.RAW.name();
  private static final String RAW_ACCP = Candidate.RAW_ACCP.name();

  private static final String FRESH = "fresh string alone";

  private final Map<String, Measured> groups;
  private final List<Verdict> verdicts = new ArrayList<>();

  private Goals(Map<String, Measured> groups) {
    this.groups = groups;
  }

  static List<Verdict> of(Map<String, Measured> groups) {
    Goals goals = new Goals(groups);
    goals.rs256();
    goals.fastProvider(Algorithm.ES256, Runtime.version().feature() < 21 ? 17 : 8);
    goals.fastProvider(Algorithm.EdDSA, 5);
    goals.hs256();
    goals.seen();
    goals.decide();
    goals.list();
    goals.http();
    return List.copyOf(goals.verdicts);
  }

  private void rs256() {
    String title = Plan.verifyTitle(Algorithm.RS256);
    for (Measured jdk : titled(title)) {
      atMost("verify RS256, JDK's provider", 1.10, "x raw", jdk.ratio(OURS, RAW), "");
      faster("verify RS256, each as it comes: beside the fastest library", jdk, OURS);
      lean("allocation, RS256, JDK's provider", jdk, OURS);
    }
    String onAccp = Plan.onAccpTitle(Algorithm.RS256);
    for (Measured accp : titled(onAccp)) {
      atMost("verify RS256, ACCP", 1.2, "x raw ACCP", accp.ratio(OURS_ACCP, RAW), "");
      faster("verify RS256, ACCP for all: beside the fastest library", accp, OURS_ACCP);
      lean("allocation, RS256, ACCP for all", accp, OURS_ACCP);
    }
  }

  private void fastProvider(Algorithm algorithm, double least) {
    for (Measured all : titled(Plan.verifyTitle(algorithm))) {
      atMost(
          "verify " + algorithm + " on ACCP",
          1.15,
          "x raw ACCP",
          all.ratio(OURS_ACCP, RAW_ACCP),
          "");
      String best = fastest(all);
      verdicts.add(
          Verdict.atLeast(
              "verify " + algorithm + " on ACCP, beside the fastest library as it comes",
              least,
              "x faster",
              all.ratio(best, OURS_ACCP),
              " (" + best + ")"));
    }
    for (Measured accp : titled(Plan.onAccpTitle(algorithm))) {
      faster("verify " + algorithm + ", ACCP for all: beside the fastest library", accp, OURS_ACCP);
    }
  }

  private void hs256() {
    for (Measured all : titled(Plan.verifyTitle(Algorithm.HS256))) {
      atMost("verify HS256 (development)", 3, "x raw", all.ratio(OURS, RAW), "");
      verdicts.add(
          Verdict.atLeast(
              "verify HS256 (development), beside java-jwt",
              1.8,
              "x faster",
              all.ratio(Peer.JAVA_JWT.title(), OURS),
              ""));
      faster("verify HS256: beside the fastest library", all, OURS);
    }
  }

  private void seen() {
    for (Measured seen : groups.values()) {
      if (seen.has("Caffeine, by the text")) {
        double ours = seen.more("bailiwick", FRESH);
        atMost(
            "a token seen before, 2 KB, beyond making the string",
            0.3,
            " us",
            ours / 1_000,
            Report.number(" (%.1fx faster", seen.more("Caffeine, by the text", FRESH) / ours)
                + " than Caffeine by the text)");
        atMost(
            "a token seen before: allocation beyond the string itself",
            256,
            " B",
            seen.alloc("bailiwick") - seen.alloc(FRESH),
            "");
      }
    }
  }

  private void decide() {
    for (Measured all : groups.values()) {
      if (all.has("bailiwick" + Report.AT + "50 scopes")) {
        String few = "bailiwick" + Report.AT + Plan.scopes().get(0) + " scopes";
        String many = "bailiwick" + Report.AT + Plan.scopes().get(2) + " scopes";
        atMost("one decision, 500 scopes held", 12, " ns", all.cpu(many), "");
        atMost("one decision: 500 scopes beside 5", 1.25, "x", all.ratio(many, few), "");
        atMost("one decision: allocation", 0.5, " B", all.alloc(many), "");
      }
    }
  }

  private void list() {
    for (Measured all : groups.values()) {
      for (int items : Plan.items()) {
        for (int scopes : Plan.readScopes()) {
          String size = Report.AT + items + " x " + scopes;
          if (all.has(Plan.LOOKED_UP + size)) {
            atMost(
                "a listing, %,d agents x %,d scopes".formatted(items, scopes),
                3,
                "x probe",
                all.ratio(Plan.LOOKED_UP + size, "limit: probe the smaller side" + size),
                "");
          }
        }
      }
    }
  }

  private void http() {
    for (Measured all : groups.values()) {
      if (all.has(HttpLanes.FIRST) && all.title().contains("ACCP")) {
        atMost(
            "HTTP, first connect, ACCP",
            40,
            " us",
            all.more(HttpLanes.FIRST, HttpLanes.OPEN) / 1_000,
            "");
      }
      if (all.has(HttpLanes.SEEN)) {
        atMost(
            "HTTP, reconnect" + (all.title().contains("ACCP") ? ", ACCP" : ", JDK's provider"),
            2,
            " us",
            all.more(HttpLanes.SEEN, HttpLanes.OPEN) / 1_000,
            "");
      }
    }
  }

  private List<Measured> titled(String title) {
    return groups.values().stream().filter(each -> each.title().equals(title)).toList();
  }

  private void atMost(String what, double most, String unit, double measured, String more) {
    verdicts.add(Verdict.atMost(what, most, unit, measured, more));
  }

  private void faster(String what, Measured all, String ours) {
    String best = fastest(all);
    double ratio = all.ratio(best, ours);
    verdicts.add(
        new Verdict(
            what, "faster", Report.number("%.2fx faster", ratio) + " (" + best + ")", ratio > 1));
  }

  private void lean(String what, Measured all, String ours) {
    String leanest = best(all, Comparator.comparingDouble(all::alloc));
    double share = all.alloc(ours) / all.alloc(leanest);
    verdicts.add(
        new Verdict(
            what,
            "at most a third of the leanest library",
            "%.2f: %s B of %s B (%s; the raw check alone %s B)"
                .formatted(
                    share,
                    Report.bytes(all.alloc(ours)),
                    Report.bytes(all.alloc(leanest)),
                    leanest,
                    Report.bytes(all.alloc(RAW))),
            share <= 1.0 / 3));
  }

  private static String fastest(Measured all) {
    return best(all, Comparator.comparingDouble(all::cpu));
  }

  private static String best(Measured all, Comparator<String> by) {
    return List.of(Peer.values()).stream()
        .map(Peer::title)
        .filter(all::has)
        .min(by)
        .orElseThrow(() -> new IllegalStateException("No library was measured"));
  }
}
