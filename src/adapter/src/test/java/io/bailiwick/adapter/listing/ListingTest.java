package io.bailiwick.adapter.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.testing.Logged;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.MalformedScope;
import io.bailiwick.scope.Scope;
import io.bailiwick.scope.Visibility;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListingTest {
  private record Agent(@Nullable String id, String owner) {}

  private static final Listing<Agent> AGENTS = Listing.of("agents", "read", Agent::id);
  private static final List<Agent> ALL = agents("d", "a", "c", "b");
  private static final Caller AB = Callers.holding("agents:a:read", "agents:b:read");
  private static final Caller NOBODY = Callers.holding("teams:read", "agents:a:run");

  @Test
  void list_showsWhatTheScopesName_inTheGivenOrder() {
    assertThat(ids(AGENTS.filter(AB, ALL))).containsExactly("a", "b");
    assertThat(ids(AGENTS.filter(Callers.holding("agents:read"), ALL)))
        .containsExactly("d", "a", "c", "b");
    assertThat(AGENTS.filter(NOBODY, ALL)).isEmpty();
  }

  @Test
  void streamAndMap_areFilteredAlike() {
    assertThat(ids(AGENTS.filter(AB, ALL.stream()).toList())).containsExactly("a", "b");
    Map<String, Agent> byPlace = new LinkedHashMap<>();
    ALL.forEach(agent -> byPlace.put("at-" + agent.id(), agent));
    assertThat(AGENTS.filter(AB, byPlace).keySet()).containsExactly("at-a", "at-b");
  }

  @Test
  void visibility_isKnownBeforeTheQuery() {
    assertThat(AGENTS.visibleTo(AB)).isEqualTo(Visibility.ofIds(Set.of("a", "b")));
    assertThat(AGENTS.visibleTo(NOBODY)).isEqualTo(Visibility.NONE);
  }

  @Test
  void boundCaller_seesItsAgentOnly() {
    Caller bound = Callers.verified(Callers.token("agents:read").agent("c"));
    assertThat(ids(AGENTS.filter(bound, ALL))).containsExactly("c");
    assertThat(Listing.of("teams", "read", Agent::id).filter(bound, ALL)).isEmpty();
  }

  @Test
  void itemWithoutAnId_isHidden_evenFromAnAdmin() {
    List<Agent> some = Arrays.asList(new Agent(null, "x"), new Agent("", "x"), new Agent("a", "x"));
    assertThat(AGENTS.filter(Callers.holding("agent_os:admin"), some)).hasSize(1);
  }

  @Test
  void extractorThatThrows_hidesTheItemAndNothingElse() {
    Listing<Agent> fragile =
        Listing.of(
            "agents",
            "read",
            agent -> {
              if ("a".equals(agent.id())) {
                throw new IllegalStateException("broken");
              }
              return agent.id();
            });
    assertThat(ids(fragile.filter(Callers.holding("agents:read"), ALL)))
        .containsExactly("d", "c", "b");
  }

  @Test
  void extraPredicate_narrowsOnly_andHidesWhenItThrows() {
    List<Agent> owned = List.of(new Agent("a", "5c1e2c8a-bert"), new Agent("b", "ada"));
    Listing<Agent> own = AGENTS.onlyWhere((caller, one) -> caller.subject().equals(one.owner()));
    assertThat(ids(own.filter(AB, owned))).containsExactly("a");
    assertThat(AGENTS.onlyWhere((caller, one) -> true).filter(NOBODY, owned)).isEmpty();
    Listing<Agent> broken =
        AGENTS.onlyWhere(
            (caller, one) -> {
              throw new IllegalStateException("broken");
            });
    assertThat(broken.filter(AB, owned)).isEmpty();
    assertThat(refused(() -> broken.require(AB, "a", id -> find(owned, id))).code())
        .isEqualTo(Refusal.Code.NOT_FOUND);
  }

  @Test
  void whatThrows_isNamedAtDebugAndNotQuoted() throws Exception {
    Listing<Agent> broken =
        AGENTS.onlyWhere(
            (caller, one) -> {
              throw new IllegalStateException("s3cr3t");
            });
    Listing<Agent> fragile =
        Listing.of(
            "agents",
            "read",
            agent -> {
              throw new UnsupportedOperationException("s3cr3t");
            });
    List<Agent> one = agents("a");
    assertThat(Logged.by(Listing.class, () -> broken.filter(AB, one)))
        .containsExactly("FINE An item was hidden after a java.lang.IllegalStateException");
    assertThat(Logged.by(Listing.class, () -> fragile.filter(AB, one)))
        .containsExactly("FINE An item was hidden after a java.lang.UnsupportedOperationException");
  }

  @Test
  void nothingVisible_isForbiddenIfSoChosen() {
    Listing<Agent> strict = AGENTS.emptyIsForbidden();
    assertThat(refused(() -> strict.filter(NOBODY, ALL)))
        .isEqualTo(Refusal.insufficient(List.of("agents:read")));
    assertThat(refused(() -> strict.page(NOBODY, ALL, 0, 10)).status()).isEqualTo(403);
    assertThat(strict.filter(Callers.holding("agents:zz:read"), ALL)).isEmpty();
  }

  @Test
  void body_isBareOrInAnEnvelope() {
    List<Agent> shown = agents("a", "b");
    assertThat(AGENTS.body(AB, ALL)).isEqualTo(shown);
    assertThat(AGENTS.envelope("agents").body(AB, ALL)).isEqualTo(Map.of("agents", shown));
  }

  @Test
  void everySource_isFiltered_andOfTwoTheFirstIsShown() {
    List<Agent> stored = List.of(new Agent("a", "stored"), new Agent("x", "stored"));
    List<Agent> merged = AGENTS.merge(AB, List.of(ALL, stored));
    assertThat(ids(merged)).containsExactly("a", "b");
    assertThat(merged.get(0).owner()).isEqualTo("me");
  }

  @Test
  void page_countsWhatIsVisible() {
    Page<Agent> first = AGENTS.page(AB, ALL, 0, 1);
    assertThat(ids(first.items())).containsExactly("a");
    assertThat(first.total()).isEqualTo(2);
    assertThat(first.nextOffset()).contains(1);
    assertThat(first.nextCursor()).contains("a");
    Page<Agent> second = AGENTS.page(AB, ALL, first.nextCursor(), 1);
    assertThat(ids(second.items())).containsExactly("b");
    assertThat(second.nextOffset()).isEmpty();
    assertThat(second.nextCursor()).isEmpty();
    assertThat(AGENTS.page(AB, ALL, 7, 5).items()).isEmpty();
    assertThat(AGENTS.page(AB, ALL, 0, Integer.MAX_VALUE).items()).hasSize(2);
  }

  @Test
  void pageThatIsMapped_staysWhereItIs() {
    assertThat(AGENTS.page(AB, ALL, 0, 1).map(Agent::id))
        .isEqualTo(new Page<>(List.of("a"), 2, Optional.of(1), Optional.of("a")));
  }

  @Test
  void cursorOfAHiddenItem_isUnknownLikeOneThatDoesNotExist() {
    Refusal hidden = refused(() -> AGENTS.page(AB, ALL, Optional.of("c"), 1));
    assertThat(hidden).isEqualTo(Refusal.of(Refusal.Code.INVALID_REQUEST));
    assertThat(refused(() -> AGENTS.page(AB, ALL, Optional.of("nothing"), 1))).isEqualTo(hidden);
    assertThat(refused(() -> AGENTS.page(AB, ALL, Optional.of(""), 1))).isEqualTo(hidden);
  }

  @Test
  void pageThatCanNotBe_isRefused() {
    assertThat(refused(() -> AGENTS.page(AB, ALL, -1, 1)).status()).isEqualTo(400);
    assertThat(refused(() -> AGENTS.page(AB, ALL, 0, 0)).status()).isEqualTo(400);
    assertThat(refused(() -> AGENTS.page(AB, ALL, Optional.empty(), -5)).status()).isEqualTo(400);
  }

  @Test
  void hiddenItem_isRefusedBeforeItIsLookedUp() {
    AtomicInteger lookups = new AtomicInteger();
    for (String id : List.of("c", "does-not-exist")) {
      Refusal refusal =
          refused(
              () ->
                  AGENTS.require(
                      AB,
                      id,
                      asked -> {
                        lookups.incrementAndGet();
                        return find(ALL, asked);
                      }));
      assertThat(refusal).isEqualTo(Refusal.insufficient(List.of("agents:" + id + ":read")));
    }
    assertThat(lookups).hasValue(0);
  }

  @Test
  void hiddenItem_isNotFoundIfSoChosen() {
    Listing<Agent> hiding = AGENTS.hiddenAsNotFound();
    Refusal notFound = Refusal.of(Refusal.Code.NOT_FOUND);
    assertThat(refused(() -> hiding.require(AB, "c", id -> find(ALL, id)))).isEqualTo(notFound);
    assertThat(refused(() -> hiding.require(AB, "zz", id -> find(ALL, id)))).isEqualTo(notFound);
    assertThat(refused(() -> hiding.require(AB, "c", "run", id -> find(ALL, id))))
        .isEqualTo(notFound);
    assertThat(refused(() -> hiding.require(AB, "a", "run", id -> find(ALL, id))))
        .isEqualTo(Refusal.insufficient(List.of("agents:a:run")));
  }

  @Test
  void existingItem_isFoundAndAMissingOneIsNot() {
    assertThat(AGENTS.require(AB, "a", id -> find(ALL, id)).id()).isEqualTo("a");
    Caller all = Callers.holding("agents:read");
    assertThat(refused(() -> AGENTS.require(all, "zz", id -> find(ALL, id))).code())
        .isEqualTo(Refusal.Code.NOT_FOUND);
  }

  @Test
  void lookupThatFoldsCase_doesNotLeadToAnotherItem() {
    Caller upper = Callers.holding("agents:A:read");
    assertThat(refused(() -> AGENTS.require(upper, "A", id -> find(ALL, "a"))).code())
        .isEqualTo(Refusal.Code.NOT_FOUND);
  }

  @Test
  void callerBoundToAnInstance_mayNotCallTheWholeAgent() {
    Caller bound = Callers.verified(Callers.token("agents:run").agent("a", "room", "42"));
    assertThat(refused(() -> AGENTS.require(bound, "a", "run", id -> find(ALL, id))).code())
        .isEqualTo(Refusal.Code.FORBIDDEN);
  }

  @Test
  void idThatNoScopeCanName_isNotFound() {
    Caller admin = Callers.holding("agent_os:admin");
    for (String id : List.of("", "a\u0000", "x".repeat(5000))) {
      assertThat(refused(() -> AGENTS.require(admin, id, asked -> find(ALL, "a"))).code())
          .isEqualTo(Refusal.Code.NOT_FOUND);
    }
  }

  @Test
  void familyOrActionThatIsNone_isRefused() {
    Assertions.assertThatExceptionOfType(MalformedScope.class)
        .isThrownBy(() -> Listing.of("agents", "", Agent::id));
  }

  @Property(tries = 60)
  void whatIsShown_isExactlyWhatMayBeCalled(@ForAll("scopes") Set<String> scopes) {
    Caller caller = Callers.holding(scopes.toArray(String[]::new));
    for (Agent one : ALL) {
      String id = String.valueOf(one.id());
      boolean callable = caller.can(Scope.of("agents", id, "read"));
      assertThat(AGENTS.shows(caller, one)).isEqualTo(callable);
      Refused refused =
          catchThrowableOfType(
              Refused.class, () -> AGENTS.require(caller, id, asked -> find(ALL, asked)));
      assertThat(refused == null).isEqualTo(callable);
    }
  }

  @Property(tries = 60)
  void pagesPutTogether_areTheList(
      @ForAll("scopes") Set<String> scopes, @ForAll @IntRange(min = 1, max = 5) int limit) {
    Caller caller = Callers.holding(scopes.toArray(String[]::new));
    List<Agent> many =
        IntStream.range(0, 12).mapToObj(i -> agent("abcdefghijkl".charAt(i) + "")).toList();
    List<Agent> visible = AGENTS.filter(caller, many);
    List<Agent> byOffset = new ArrayList<>();
    List<Agent> byCursor = new ArrayList<>();
    Optional<Integer> offset = Optional.of(0);
    while (offset.isPresent()) {
      Page<Agent> page = AGENTS.page(caller, many, offset.get(), limit);
      byOffset.addAll(page.items());
      assertThat(page.total()).isEqualTo(visible.size());
      offset = page.nextOffset();
    }
    Page<Agent> page = AGENTS.page(caller, many, Optional.empty(), limit);
    byCursor.addAll(page.items());
    while (page.nextCursor().isPresent()) {
      page = AGENTS.page(caller, many, page.nextCursor(), limit);
      byCursor.addAll(page.items());
    }
    assertThat(byOffset).isEqualTo(visible);
    assertThat(byCursor).isEqualTo(visible);
  }

  @Provide
  Arbitrary<Set<String>> scopes() {
    return Arbitraries.of(
            "agents:read",
            "agents:a:read",
            "agents:b:read",
            "agents:c:read",
            "agents:a:run",
            "agents:A:read",
            "agents::read",
            "teams:read",
            "agent_os:admin")
        .set()
        .ofMaxSize(4);
  }

  private static List<Agent> agents(String... ids) {
    return Arrays.stream(ids).map(ListingTest::agent).toList();
  }

  private static Agent agent(String id) {
    return new Agent(id, "me");
  }

  private static List<String> ids(List<Agent> agents) {
    return agents.stream().map(agent -> String.valueOf(agent.id())).toList();
  }

  private static Optional<Agent> find(List<Agent> agents, String id) {
    return agents.stream().filter(agent -> id.equals(agent.id())).findFirst();
  }

  private static Refusal refused(ThrowingCallable call) {
    Refused refused = catchThrowableOfType(Refused.class, call);
    assertThat(refused).isNotNull();
    return refused.refusal();
  }
}
