package io.bailiwick.bench.run;

import io.bailiwick.bench.decide.DecideBenchmark;
import io.bailiwick.bench.list.ListBenchmark;
import io.bailiwick.bench.seen.SeenBenchmark;
import io.bailiwick.bench.verify.Algorithm;
import io.bailiwick.bench.verify.Candidate;
import io.bailiwick.bench.verify.VerifyBenchmark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is measured, and for how long. Each group's key can be asked for by itself. */
final class Plan {
  static final String VERIFY = "verify";
  static final String SEEN = "seen";
  static final String DECIDE = "decide";
  static final String LIST = "list";

  /** What the goals of a listing are about. */
  static final String LOOKED_UP = "bailiwick, by index and in order";

  /** Per item, only up to so many scope checks a listing: beyond, one listing takes seconds. */
  private static final long MOST_CHECKS = 2_000_000;

  private static final List<Integer> SCOPES = List.of(5, 50, 500);
  private static final List<Integer> ITEMS = List.of(1_000, 10_000, 1_000_000);
  private static final List<Integer> READ_SCOPES = List.of(2, 100, 1_000);

  private Plan() {}

  static List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    for (Algorithm algorithm : Algorithm.values()) {
      groups.add(verify(algorithm, verifyTitle(algorithm), false, Candidate.of(algorithm)));
      if (algorithm != Algorithm.HS256) {
        groups.add(verify(algorithm, onAccpTitle(algorithm), true, Candidate.onAccp(algorithm)));
      }
    }
    groups.add(seen());
    groups.add(decide());
    groups.add(list());
    return groups;
  }

  static String verifyTitle(Algorithm algorithm) {
    return "Verify " + algorithm + ", each as it comes";
  }

  static String onAccpTitle(Algorithm algorithm) {
    return "Verify " + algorithm + ", with ACCP installed as the first provider for all";
  }

  static Pace pace(Group group, boolean longer) {
    Pace brief =
        switch (group.key()) {
          case VERIFY -> new Pace(Duration.ofMillis(1_200), Duration.ofMillis(60), 12);
          case SEEN -> new Pace(Duration.ofMillis(1_500), Duration.ofMillis(100), 20);
          case DECIDE -> new Pace(Duration.ofMillis(400), Duration.ofMillis(30), 12);
          default -> new Pace(Duration.ofMillis(300), Duration.ofMillis(30), 10);
        };
    return longer
        ? new Pace(brief.warmUp().multipliedBy(5), brief.turn().multipliedBy(2), brief.rounds() * 4)
        : brief;
  }

  private static Group verify(
      Algorithm algorithm, String title, boolean accp, List<Candidate> candidates) {
    List<Lane> lanes = new ArrayList<>();
    for (Candidate each : candidates) {
      lanes.add(
          new Lane(
              each.name(),
              VerifyBenchmark.class.getName() + ".verify",
              Map.of("algorithm", algorithm.name(), "candidate", each.name())));
    }
    return new Group(VERIFY, title, Candidate.RAW.name(), accp, lanes);
  }

  private static Group seen() {
    Map<String, String> methods = new LinkedHashMap<>();
    methods.put("fresh string alone", "freshString");
    methods.put("floor: 8 letters of the signature, whole compare", "floor");
    methods.put("bailiwick", "bailiwick");
    methods.put("Caffeine, by the text", "caffeineByText");
    methods.put("Caffeine, by SHA-256", "caffeineBySha256");
    List<Lane> lanes = new ArrayList<>();
    methods.forEach(
        (name, method) ->
            lanes.add(new Lane(name, SeenBenchmark.class.getName() + "." + method, Map.of())));
    return new Group(
        SEEN,
        "A token seen before: 4,096 of 2 KB, each a fresh string",
        "fresh string alone",
        false,
        lanes);
  }

  private static Group decide() {
    Map<String, String> methods = new LinkedHashMap<>();
    methods.put("limit: one set look-up", "limit");
    methods.put("limit, fresh id", "limitFreshId");
    methods.put("bailiwick", "bailiwick");
    methods.put("bailiwick, fresh id", "bailiwickFreshId");
    methods.put("Spring, set of four authorities", "springSet");
    methods.put("Spring AuthoritiesAuthorizationManager", "springManager");
    methods.put("Shiro WildcardPermission, parsed before", "shiroPermissions");
    methods.put("jCasbin CachedEnforcer, asked before", "casbinMemo");
    methods.put("jCasbin Enforcer", "casbin");
    methods.put("by hand, parsed each time", "naive");
    List<Lane> lanes = new ArrayList<>();
    for (int count : SCOPES) {
      methods.forEach(
          (name, method) ->
              lanes.add(
                  new Lane(
                      name + Report.AT + count + " scopes",
                      DecideBenchmark.class.getName() + "." + method,
                      Map.of("scopes", Integer.toString(count)))));
    }
    return new Group(DECIDE, "One decision", "limit: one set look-up", false, lanes);
  }

  private static Group list() {
    Map<String, String> methods = new LinkedHashMap<>();
    methods.put("limit: probe the smaller side", "probe");
    methods.put("limit: probe, in order", "probeInOrder");
    methods.put("scan with a set that lies ready", "scan");
    methods.put("bailiwick, the ids", "bailiwickVisibility");
    methods.put(LOOKED_UP, "bailiwickIndexed");
    methods.put("bailiwick, a collection filtered", "bailiwickFilter");
    methods.put("set made each time, every item", "setFilter");
    methods.put("Shiro, every item", "shiroPerItem");
    methods.put("by hand, every item and scope", "naivePerItem");
    List<Lane> lanes = new ArrayList<>();
    for (int items : ITEMS) {
      for (int scopes : READ_SCOPES) {
        methods.forEach(
            (name, method) -> {
              if (!method.endsWith("PerItem") || (long) items * scopes <= MOST_CHECKS) {
                lanes.add(
                    new Lane(
                        name + Report.AT + items + " x " + scopes,
                        ListBenchmark.class.getName() + "." + method,
                        Map.of(
                            "items", Integer.toString(items), "scopes", Integer.toString(scopes))));
              }
            });
      }
    }
    return new Group(
        LIST,
        "A listing: so many agents x so many scopes",
        "limit: probe the smaller side",
        false,
        lanes);
  }

  static List<Integer> scopes() {
    return SCOPES;
  }

  static List<Integer> items() {
    return ITEMS;
  }

  static List<Integer> readScopes() {
    return READ_SCOPES;
  }
}
