package io.bailiwick.adapter.listing;

import io.bailiwick.scope.Visibility;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a service hosts, in its own order and found by id, so that what a caller may see of a
 * million items costs what the caller's scopes cost. A snapshot: make another when the items
 * change, by {@link Listing#index}. An item without a usable id is in no listing and so not in
 * here; of several with one id, all are. It is for the listings that have an item's id from the
 * very extractor by which it was indexed: the one that made it and its variants; another refuses
 * it, since its ids may be others, and would show what is not to be seen.
 *
 * <p>Immutable, and thread-safe as far as the items are.
 */
public final class ItemIndex<T> {
  /** Above this many ids, marking them in a bit set and walking it is cheaper than sorting. */
  private static final int MARK_FROM = 64;

  private final ItemRules<T> rules;
  private final List<T> items;
  private final Map<String, Integer> firsts;
  private final Map<String, int[]> others;
  private final String[] ids;

  /** The ids in order, for those that begin with a prefix; made when the first prefix comes. */
  private volatile String @Nullable [] sorted;

  private ItemIndex(
      ItemRules<T> rules,
      List<T> items,
      Map<String, Integer> firsts,
      Map<String, int[]> others,
      String[] ids) {
    this.rules = rules;
    this.items = items;
    this.firsts = firsts;
    this.others = others;
    this.ids = ids;
  }

  static <T> ItemIndex<T> of(Collection<? extends T> given, ItemRules<T> rules) {
    List<T> items = new ArrayList<>(given.size());
    List<String> ids = new ArrayList<>(given.size());
    for (T item : given) {
      rules
          .idOf(item)
          .filter(id -> !id.isEmpty())
          .ifPresent(
              id -> {
                items.add(item);
                ids.add(id);
              });
    }
    Map<String, Integer> firsts = new HashMap<>(ids.size() * 4 / 3 + 1);
    Map<String, int[]> others = new HashMap<>();
    for (int at = 0; at < ids.size(); at++) {
      if (firsts.putIfAbsent(ids.get(at), at) != null) {
        others.merge(ids.get(at), new int[] {at}, ItemIndex::joined);
      }
    }
    return new ItemIndex<>(
        rules, Collections.unmodifiableList(items), firsts, others, ids.toArray(new String[0]));
  }

  /** How many items there are; not how many anybody may see. */
  public int size() {
    return items.size();
  }

  /** All of them, in the service's order; nothing is filtered. */
  public List<T> items() {
    return items;
  }

  /** The first item with that id; nothing is filtered, see {@link Listing#require}. */
  public Optional<T> find(String id) {
    Integer at = firsts.get(id);
    return at == null ? Optional.empty() : Optional.of(items.get(at));
  }

  /** Whether those rules find the ids by which these are indexed. */
  boolean isIndexedLike(ItemRules<T> others) {
    return rules.identifiesLike(others);
  }

  /** What of them is visible, in the service's order. Looks at no more ids than it must. */
  List<T> visible(Visibility visible) {
    if (visible instanceof Visibility.All) {
      return items;
    }
    if (!(visible instanceof Visibility.Some some)) {
      return List.of();
    }
    boolean fewer = some.prefixes().isEmpty() && some.ids().size() < items.size();
    return fewer ? probe(some) : some.prefixes().isEmpty() ? scan(some) : mark(some);
  }

  private List<T> scan(Visibility.Some some) {
    List<T> shown = new ArrayList<>();
    for (int at = 0; at < ids.length; at++) {
      if (some.admits(ids[at])) {
        shown.add(items.get(at));
      }
    }
    return Collections.unmodifiableList(shown);
  }

  private List<T> probe(Visibility.Some some) {
    int asked = some.ids().size();
    if (asked >= MARK_FROM && asked >= ids.length / Long.SIZE / 8) {
      return mark(some);
    }
    int[] found = new int[asked];
    int count = 0;
    for (String id : some.ids()) {
      Integer at = firsts.get(id);
      if (at != null) {
        found[count++] = at;
        int[] more = others.isEmpty() ? null : others.get(id);
        if (more != null) {
          found = Arrays.copyOf(found, found.length + more.length);
          System.arraycopy(more, 0, found, count, more.length);
          count += more.length;
        }
      }
    }
    Arrays.sort(found, 0, count);
    List<T> shown = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      shown.add(items.get(found[i]));
    }
    return Collections.unmodifiableList(shown);
  }

  private List<T> mark(Visibility.Some some) {
    BitSet marked = new BitSet(ids.length);
    some.ids().forEach(id -> mark(marked, id));
    for (String prefix : some.prefixes()) {
      String[] ordered = inOrder();
      int from = Arrays.binarySearch(ordered, prefix);
      for (int i = from < 0 ? -from - 1 : from; i < ordered.length; i++) {
        if (!ordered[i].startsWith(prefix)) {
          break;
        }
        mark(marked, ordered[i]);
      }
    }
    List<T> shown = new ArrayList<>(marked.cardinality());
    for (int at = marked.nextSetBit(0); at >= 0; at = marked.nextSetBit(at + 1)) {
      shown.add(items.get(at));
    }
    return Collections.unmodifiableList(shown);
  }

  private void mark(BitSet marked, String id) {
    Integer first = firsts.get(id);
    if (first == null) {
      return;
    }
    marked.set(first);
    if (!others.isEmpty()) {
      for (int at : others.getOrDefault(id, new int[0])) {
        marked.set(at);
      }
    }
  }

  private String[] inOrder() {
    String[] known = sorted;
    if (known == null) {
      known = firsts.keySet().toArray(new String[0]);
      Arrays.sort(known);
      sorted = known;
    }
    return known;
  }

  private static int[] joined(int[] some, int[] more) {
    int[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }
}
