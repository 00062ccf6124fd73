package io.bailiwick.adapter.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.Visibility;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ItemIndexTest {
  private record Agent(@Nullable String id, int number) {}

  private static final Listing<Agent> AGENTS = Listing.of("agents", "read", Agent::id);
  private static final Caller AB = Callers.holding("agents:a:read", "agents:b:read");

  @Property(tries = 400)
  void index_showsWhatAWalkOverAllItemsWould(
      @ForAll("items") List<Agent> items, @ForAll("visible") Visibility visible) {
    List<Agent> walked =
        items.stream()
            .filter(item -> item.id() != null && visible.admits(String.valueOf(item.id())))
            .toList();
    assertThat(AGENTS.index(items).visible(visible)).isEqualTo(walked);
  }

  @Test
  void thousandsOfIds_areShownInTheServicesOrder() {
    List<Agent> items = IntStream.range(0, 20_000).mapToObj(i -> agent("agent-" + i)).toList();
    ItemIndex<Agent> index = AGENTS.index(items);
    for (int asked : List.of(1, 2, 63, 64, 65, 300, 1_000, 19_999, 20_000, 20_001, 40_000)) {
      Set<String> ids = new LinkedHashSet<>();
      for (int i = asked; i-- > 0; ) {
        ids.add("agent-" + (i * 7 % 40_000));
      }
      assertThat(index.visible(Visibility.ofIds(ids)))
          .isEqualTo(items.stream().filter(item -> ids.contains(item.id())).toList());
    }
  }

  /** By another extractor the items have other ids: "a" may be anybody's there. */
  @Test
  void indexOfAnotherListing_isRefused() {
    List<Agent> items = List.of(agent("a"), agent("hidden"));
    ItemIndex<Agent> other =
        Listing.<Agent>of("agents", "read", item -> "a").hiddenAsNotFound().index(items);
    assertThat(other.visible(Visibility.ofIds(Set.of("a")))).as("by its own ids").hasSize(2);
    assertThatThrownBy(() -> AGENTS.filter(AB, other)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AGENTS.page(AB, other, 0, 5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AGENTS.page(AB, other, Optional.of("a"), 5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void indexOfTheSameListingWithOtherOptions_isTaken() {
    ItemIndex<Agent> index = AGENTS.index(List.of(agent("a"), agent("hidden")));
    Listing<Agent> variant =
        AGENTS.hiddenAsNotFound().emptyIsForbidden().envelope("agents").onlyWhere((c, i) -> true);
    assertThat(variant.filter(AB, index)).hasSize(1);
    assertThat(AGENTS.filter(AB, variant.index(List.of(agent("b"))))).hasSize(1);
  }

  @Test
  void filterOfAnIndex_isTheFilterOfItsItems() {
    List<Agent> items = List.of(agent("c"), agent("b"), agent("a"), agent("b"));
    ItemIndex<Agent> index = AGENTS.index(items);
    for (Caller caller :
        List.of(
            AB,
            Callers.holding("agents:read"),
            Callers.holding("agents:a:run"),
            Callers.holding("agent_os:admin"),
            Callers.verified(Callers.token("agents:read").agent("b")))) {
      assertThat(AGENTS.filter(caller, index)).isEqualTo(AGENTS.filter(caller, items));
      assertThat(AGENTS.page(caller, index, 1, 1)).isEqualTo(AGENTS.page(caller, items, 1, 1));
      assertThat(items.stream().filter(AGENTS.predicate(caller)).toList())
          .isEqualTo(AGENTS.filter(caller, items));
    }
    // the two that share an id: the page goes on after both, and so comes to an end
    assertThat(AGENTS.page(AB, index, Optional.of("b"), 5).items()).isEmpty();
    assertThat(AGENTS.page(AB, index, Optional.empty(), 2).nextCursor()).contains("a");
    assertThat(AGENTS.page(AB, index, Optional.of("a"), 5).items()).hasSize(1);
    assertThatThrownBy(() -> AGENTS.page(AB, index, Optional.of("c"), 5))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(() -> AGENTS.page(AB, index, -1, 5)).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> AGENTS.page(AB, index, Optional.of("b"), 0))
        .isInstanceOf(Refused.class);
  }

  @Test
  void extraPredicate_hidesFromAnIndexToo_andOneThatThrowsAsWell() {
    ItemIndex<Agent> index = AGENTS.index(List.of(agent("a"), agent("b")));
    Listing<Agent> picky =
        AGENTS.onlyWhere(
            (caller, item) -> {
              if ("b".equals(item.id())) {
                throw new IllegalStateException("broken");
              }
              return true;
            });
    assertThat(picky.filter(AB, index)).containsExactly(agent("a"));
  }

  @Test
  void nothingVisible_isForbiddenWhereTheListingSaysSo() {
    ItemIndex<Agent> index = AGENTS.index(List.of(agent("a")));
    Caller nobody = Callers.holding("agents:a:run");
    assertThat(AGENTS.filter(nobody, index)).isEmpty();
    Listing<Agent> strict = AGENTS.emptyIsForbidden();
    assertThatThrownBy(() -> strict.filter(nobody, index)).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> strict.predicate(nobody)).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> strict.where(nobody, "id")).isInstanceOf(Refused.class);
  }

  @Test
  void itemsWithoutAUsableId_areInNoIndex() {
    Listing<Agent> fragile =
        Listing.of(
            "agents",
            "read",
            agent -> {
              if ("broken".equals(agent.id())) {
                throw new IllegalStateException("broken");
              }
              return agent.id();
            });
    ItemIndex<Agent> index =
        fragile.index(
            Arrays.asList(agent("broken"), new Agent(null, 0), agent(""), agent("a"), agent("a")));
    assertThat(index.size()).isEqualTo(2);
    assertThat(index.items()).containsExactly(agent("a"), agent("a"));
    assertThat(index.find("a")).contains(agent("a"));
    assertThat(index.find("broken")).isEmpty();
    assertThat(fragile.filter(Callers.holding("agent_os:admin"), index)).hasSize(2);
  }

  @Test
  void index_isASnapshotNobodyCanChange() {
    List<Agent> items = new ArrayList<>(List.of(agent("a")));
    ItemIndex<Agent> index = AGENTS.index(items);
    items.add(agent("b"));
    assertThat(AGENTS.filter(AB, index)).containsExactly(agent("a"));
    for (Visibility visible :
        List.of(
            Visibility.ALL,
            Visibility.ofIds(Set.of("a")),
            Visibility.ofIds(Set.of("a", "b")),
            Visibility.of(Set.of(), Set.of("a/")))) {
      assertThatThrownBy(() -> index.visible(visible).add(agent("c")))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Provide
  Arbitrary<List<Agent>> items() {
    return ids()
        .injectNull(0.1)
        .list()
        .ofMaxSize(12)
        .map(
            ids -> IntStream.range(0, ids.size()).mapToObj(i -> new Agent(ids.get(i), i)).toList());
  }

  @Provide
  Arbitrary<Visibility> visible() {
    Arbitrary<Set<String>> prefixes = Arbitraries.of("a/", "a/b/", "b/", "/").set().ofMaxSize(2);
    Arbitrary<Visibility> some =
        ids()
            .filter(id -> !id.isEmpty())
            .set()
            .ofMaxSize(8)
            .flatMap(ids -> prefixes.map(starts -> Visibility.of(ids, starts)));
    return Arbitraries.oneOf(List.of(some, Arbitraries.of(Visibility.ALL, Visibility.NONE)));
  }

  private static Arbitrary<String> ids() {
    return Arbitraries.of(
        "", "a", "b", "c", "A", "a/", "a/x", "a/b/x", "a0", "b/", "b/1", "b/2", "/x", "é");
  }

  private static Agent agent(String id) {
    return new Agent(id, 0);
  }
}
