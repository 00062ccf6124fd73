package io.bailiwick.adapter.listing;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.AgentPath;
import io.bailiwick.scope.MalformedPath;
import io.bailiwick.scope.MalformedScope;
import io.bailiwick.scope.Scope;
import io.bailiwick.scope.Visibility;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One predicate for what a list shows and what may be called, so that what is hidden can't be
 * called. Immutable and thread-safe as far as the id extractor and the extra predicate are; each
 * option makes another listing.
 *
 * <p>Closed: an item whose id is null, or whose extractor or extra predicate throws, is hidden. Of
 * a caller who may see nothing the list is empty ({@code []}), unless {@link #emptyIsForbidden()}.
 * The order is the one given. A list is never the gate: {@link #require} decides each call again.
 *
 * <pre>{@code
 * Listing<Agent> agents = Listing.of("agents", "read", Agent::id);
 * List<Agent> shown = agents.filter(caller, all);
 * Agent one = agents.require(caller, id, "run", store::find);
 * }</pre>
 */
public final class Listing<T> {
  private final String family;
  private final String action;
  private final ItemRules<T> rules;
  private final ListingOptions options;

  private Listing(String family, String action, ItemRules<T> rules, ListingOptions options) {
    this.family = family;
    this.action = action;
    this.rules = rules;
    this.options = options;
  }

  /**
   * What is listed.
   *
   * @param family the scopes' resource: {@code agents}
   * @param action by which an item is shown: {@code read}
   * @param id an item's id, as scopes name it
   * @throws MalformedScope where a name is not one
   */
  public static <T> Listing<T> of(
      String family, String action, Function<? super T, ? extends @Nullable String> id) {
    Scope.global(family, action);
    return new Listing<>(family, action, ItemRules.identifiedBy(id), ListingOptions.USUAL);
  }

  /** Refuses with 403, as Agno AgentOS does, where the caller may see nothing whatever there is. */
  public Listing<T> emptyIsForbidden() {
    return with(options.emptyIsForbidden());
  }

  /** Answers 404 instead of 403 about a single item that the caller may not see. */
  public Listing<T> hiddenAsNotFound() {
    return with(options.hiddenAsNotFound());
  }

  /** Puts the items into an object, under that name: {@code {"agents": [...]}}. */
  public Listing<T> envelope(String name) {
    return with(options.under(name));
  }

  /**
   * Hides what this does not hold of, too, say what belongs to another owner. It narrows only, and
   * is not part of {@link #visibleTo}.
   */
  public Listing<T> onlyWhere(BiPredicate<? super Caller, ? super T> also) {
    return new Listing<>(family, action, rules.and(also), options);
  }

  /**
   * What may be shown, known before the query so that it can go into it.
   *
   * @throws Refused (403) where that is nothing, if so chosen
   */
  public Visibility visibleTo(Caller caller) {
    Visibility visible = caller.visible(family, action);
    if (options.emptyForbidden() && visible instanceof Visibility.None) {
      throw insufficient(Scope.global(family, action));
    }
    return visible;
  }

  /** Whether this item may be shown to that caller. Never throws. */
  public boolean shows(Caller caller, T item) {
    return rules.shows(caller, caller.visible(family, action), item);
  }

  /**
   * What the caller may see of these.
   *
   * @throws Refused (403) as {@link #visibleTo}
   */
  public List<T> filter(Caller caller, Collection<? extends T> items) {
    return filter(caller, items.stream()).toList();
  }

  /**
   * What the caller may see of these, lazily.
   *
   * @throws Refused (403) as {@link #visibleTo}
   */
  public Stream<T> filter(Caller caller, Stream<? extends T> items) {
    Visibility visible = visibleTo(caller);
    return items.filter(item -> rules.shows(caller, visible, item)).map(item -> item);
  }

  /**
   * What the caller may see of what is indexed, in the service's order. It costs what the fewer of
   * the two cost, the caller's scopes or the items; only an extra predicate looks at each that the
   * scopes show.
   *
   * @param items by {@link #index} of this listing, or of one that differs in options or extra
   *     predicates only
   * @throws Refused (403) as {@link #visibleTo}
   * @throws IllegalArgumentException where the index is another listing's: its ids may be others
   */
  public List<T> filter(Caller caller, ItemIndex<T> items) {
    if (!items.isIndexedLike(rules)) {
      throw new IllegalArgumentException(
          "The index is another listing's, with ids of its own: make it by this one's index()");
    }
    List<T> visible = items.visible(visibleTo(caller));
    return rules.isIdOnly()
        ? visible
        : visible.stream().filter(item -> rules.passes(caller, item)).toList();
  }

  /** A snapshot of these, for the listings and pages of many callers. */
  public ItemIndex<T> index(Collection<? extends T> items) {
    return ItemIndex.of(items, rules);
  }

  /**
   * {@link #shows} for one caller, with what is visible looked up once: for what filters by itself.
   *
   * @throws Refused (403) as {@link #visibleTo}
   */
  public Predicate<T> predicate(Caller caller) {
    Visibility visible = visibleTo(caller);
    return item -> rules.shows(caller, visible, item);
  }

  /**
   * {@link #visibleTo} as a condition for a query: {@link SqlCondition#in}, and {@link
   * SqlCondition#anyOf} takes the same. An extra predicate can't go into a query, and left out it
   * would show more than the list: where there is one, ask with {@link #visibleTo} and put the rows
   * through {@link #filter}.
   *
   * @throws Refused (403) as {@link #visibleTo}
   * @throws IllegalStateException where there is an extra predicate ({@link #onlyWhere})
   * @throws IllegalArgumentException where the column is no plain column name
   */
  public SqlCondition where(Caller caller, String column) {
    if (!rules.isIdOnly()) {
      throw new IllegalStateException(
          "An extra predicate is no part of a query: use visibleTo, and filter the rows");
    }
    return SqlCondition.in(column, visibleTo(caller));
  }

  /**
   * What the caller may see of these, decided by the values.
   *
   * @throws Refused (403) as {@link #visibleTo}
   */
  public <K> Map<K, T> filter(Caller caller, Map<K, ? extends T> items) {
    Visibility visible = visibleTo(caller);
    Map<K, T> shown = new LinkedHashMap<>();
    items.forEach(
        (key, item) -> {
          if (rules.shows(caller, visible, item)) {
            shown.put(key, item);
          }
        });
    return shown;
  }

  /**
   * What the caller may see of several sources, say what is in memory and what is stored; all are
   * filtered. Of an id that comes twice, the first is shown.
   *
   * @throws Refused (403) as {@link #visibleTo}
   */
  public List<T> merge(Caller caller, List<? extends Collection<? extends T>> sources) {
    Set<String> seen = new LinkedHashSet<>();
    return filter(caller, sources.stream().<T>flatMap(Collection::stream))
        .filter(item -> rules.idOf(item).map(seen::add).orElse(false))
        .toList();
  }

  /**
   * A page of what the caller may see of these.
   *
   * @throws Refused (400) where the offset is negative or the limit not positive; (403) as {@link
   *     #visibleTo}
   */
  public Page<T> page(Caller caller, Collection<? extends T> items, int offset, int limit) {
    return page(filter(caller, items), offset, limit);
  }

  /**
   * A page of what the caller may see of these, from after the item with that id. An id that is
   * hidden is unknown here, like one that does not exist.
   *
   * @param after {@link Page#nextCursor()} of the page before; empty for the first
   * @throws Refused (400) where the id is unknown or the limit not positive; (403) as {@link
   *     #visibleTo}
   */
  public Page<T> page(
      Caller caller, Collection<? extends T> items, Optional<String> after, int limit) {
    return page(filter(caller, items), after, limit);
  }

  /**
   * {@link #page(Caller, Collection, int, int)} of what is indexed.
   *
   * @throws Refused as there
   * @throws IllegalArgumentException where the index is another listing's
   */
  public Page<T> page(Caller caller, ItemIndex<T> items, int offset, int limit) {
    return page(filter(caller, items), offset, limit);
  }

  /**
   * {@link #page(Caller, Collection, Optional, int)} of what is indexed.
   *
   * @throws Refused as there
   * @throws IllegalArgumentException where the index is another listing's
   */
  public Page<T> page(Caller caller, ItemIndex<T> items, Optional<String> after, int limit) {
    return page(filter(caller, items), after, limit);
  }

  /**
   * The list as a body: the visible items, or an object with them under the {@link #envelope}.
   *
   * @throws Refused (403) as {@link #visibleTo}
   */
  public Object body(Caller caller, Collection<? extends T> items) {
    return body(filter(caller, items));
  }

  /** What was filtered before, as a body; for items in the shape that they are put to callers. */
  public Object body(List<?> filtered) {
    return options.envelope().<Object>map(name -> Map.of(name, filtered)).orElse(filtered);
  }

  /**
   * The one item that is to be called. What the scopes do not allow is refused before it is looked
   * up, so that neither the answer nor the time says whether there is such an item; what the extra
   * predicate hides is answered as if there were none. A caller bound to one instance of an agent
   * may not call the agent as a whole.
   *
   * @param action what is to be done to it
   * @param lookup by exact id; an item that says it has another id is not the one asked for
   * @throws Refused (403, or 404 if so chosen) where it is not allowed; (404) where there is none
   */
  public T require(
      Caller caller, String id, String action, Function<? super String, Optional<T>> lookup) {
    requireAllowed(caller, id, action);
    return lookup
        .apply(id)
        .filter(item -> rules.idOf(item).filter(id::equals).isPresent())
        .filter(item -> rules.passes(caller, item))
        .orElseThrow(() -> new Refused(Refusal.of(Refusal.Code.NOT_FOUND)));
  }

  /** {@link #require(Caller, String, String, Function)} for the action that items are shown by. */
  public T require(Caller caller, String id, Function<? super String, Optional<T>> lookup) {
    return require(caller, id, action, lookup);
  }

  private void requireAllowed(Caller caller, String id, String action) {
    Scope required;
    Scope shown;
    boolean reached;
    try {
      required = Scope.of(family, id, action);
      shown = Scope.of(family, id, this.action);
      reached = !family.equals(AgentPath.FAMILY) || caller.mayReach(new AgentPath(id, List.of()));
    } catch (MalformedScope | MalformedPath e) {
      // no scope and no path can name it, so it is no item
      throw new Refused(Refusal.of(Refusal.Code.NOT_FOUND));
    }
    if (reached && caller.can(required)) {
      return;
    }
    if (options.hiddenNotFound() && !caller.can(shown)) {
      throw new Refused(Refusal.of(Refusal.Code.NOT_FOUND));
    }
    throw caller.scopes().covers(required)
        ? new Refused(Refusal.of(Refusal.Code.FORBIDDEN))
        : insufficient(required);
  }

  private Page<T> page(List<T> visible, int offset, int limit) {
    if (offset < 0 || limit < 1) {
      throw new Refused(Refusal.of(Refusal.Code.INVALID_REQUEST));
    }
    return Page.of(visible, offset, limit, rules::idOf);
  }

  private Page<T> page(List<T> visible, Optional<String> after, int limit) {
    if (after.isEmpty()) {
      return page(visible, 0, limit);
    }
    // from the end: where several share the id, a page goes on after all of them
    for (int at = visible.size(); at-- > 0; ) {
      if (rules.idOf(visible.get(at)).equals(after)) {
        return page(visible, at + 1, limit);
      }
    }
    throw new Refused(Refusal.of(Refusal.Code.INVALID_REQUEST));
  }

  private static Refused insufficient(Scope required) {
    return new Refused(Refusal.insufficient(List.of(required.text())));
  }

  private Listing<T> with(ListingOptions changed) {
    return new Listing<>(family, action, rules, changed);
  }
}
