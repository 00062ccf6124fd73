package io.bailiwick.bench.list;

import io.bailiwick.adapter.listing.ItemIndex;
import io.bailiwick.adapter.listing.Listing;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.bench.Callers;
import io.bailiwick.bench.decide.NaiveScopes;
import io.bailiwick.scope.Visibility;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.shiro.authz.permission.WildcardPermission;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One listing. The items' ids have their hashes, as in a service that runs. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
public class ListBenchmark {
  private static final Map<Integer, Registry> REGISTRIES = new ConcurrentHashMap<>();
  private static final Map<String, Caller> CALLERS = new ConcurrentHashMap<>();
  private static final Listing<Registry.Agent> LISTING =
      Listing.of("agents", "read", Registry.Agent::id);

  private static final Map<Integer, ItemIndex<Registry.Agent>> INDEXES = new ConcurrentHashMap<>();

  @Param({"1000", "10000", "1000000"})
  public int items = 1;

  @Param({"2", "100", "1000"})
  public int scopes = 1;

  private List<Registry.Agent> all = List.of();
  private Map<String, Registry.Agent> byId = Map.of();
  private List<String> held = List.of();
  private Set<String> ids = Set.of();
  private List<WildcardPermission> shiro = List.of();
  private @Nullable Caller caller;
  private @Nullable ItemIndex<Registry.Agent> index;

  @Setup
  public void prepare() {
    Registry registry = REGISTRIES.computeIfAbsent(items, Registry::new);
    all = registry.all();
    byId = registry.byId();
    index = INDEXES.computeIfAbsent(items, size -> LISTING.index(registry.all()));
    held = registry.scopes(scopes);
    ids = new HashSet<>();
    held.forEach(scope -> ids.add(scope.split(":", -1)[1]));
    shiro = held.stream().map(WildcardPermission::new).toList();
    caller = CALLERS.computeIfAbsent(items + "x" + scopes, key -> Callers.with(held));
  }

  /** The least there is: the smaller side is walked, the other one asked. */
  @Benchmark
  public List<Registry.Agent> probe() {
    List<Registry.Agent> visible = new ArrayList<>(ids.size());
    for (String id : ids) {
      Registry.Agent agent = byId.get(id);
      if (agent != null) {
        visible.add(agent);
      }
    }
    return visible;
  }

  /** The same, put into the registry's order. */
  @Benchmark
  public List<Registry.Agent> probeInOrder() {
    List<Registry.Agent> visible = probe();
    visible.sort(Comparator.comparingInt(Registry.Agent::position));
    return visible;
  }

  /** Every item asked, with a set of ids that lies ready. */
  @Benchmark
  public List<Registry.Agent> scan() {
    List<Registry.Agent> visible = new ArrayList<>();
    for (Registry.Agent agent : all) {
      if (ids.contains(agent.id())) {
        visible.add(agent);
      }
    }
    return visible;
  }

  /** What may be shown, before any item is looked at: what goes into a query. */
  @Benchmark
  public Visibility bailiwickVisibility() {
    return LISTING.visibleTo(Objects.requireNonNull(caller));
  }

  /** An index that was made of the items once, filtered: in the items' order. */
  @Benchmark
  public List<Registry.Agent> bailiwickIndexed() {
    return LISTING.filter(Objects.requireNonNull(caller), Objects.requireNonNull(index));
  }

  /** A collection, filtered. */
  @Benchmark
  public List<Registry.Agent> bailiwickFilter() {
    return LISTING.filter(Objects.requireNonNull(caller), all);
  }

  /** The ids are read out of the scopes at each listing, and a set of them asked for each item. */
  @Benchmark
  public List<Registry.Agent> setFilter() {
    Set<String> accessible = NaiveScopes.ids(held, "agents", "read");
    List<Registry.Agent> visible = new ArrayList<>();
    for (Registry.Agent agent : all) {
      if (accessible.contains("*") || accessible.contains(agent.id())) {
        visible.add(agent);
      }
    }
    return visible;
  }

  @Benchmark
  public List<Registry.Agent> shiroPerItem() {
    List<Registry.Agent> visible = new ArrayList<>();
    for (Registry.Agent agent : all) {
      WildcardPermission required = new WildcardPermission("agents:" + agent.id() + ":read");
      for (WildcardPermission each : shiro) {
        if (each.implies(required)) {
          visible.add(agent);
          break;
        }
      }
    }
    return visible;
  }

  @Benchmark
  public List<Registry.Agent> naivePerItem() {
    List<Registry.Agent> visible = new ArrayList<>();
    for (Registry.Agent agent : all) {
      if (NaiveScopes.may(held, "agents", agent.id(), "read")) {
        visible.add(agent);
      }
    }
    return visible;
  }
}
