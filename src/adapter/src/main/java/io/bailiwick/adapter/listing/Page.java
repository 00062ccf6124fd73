package io.bailiwick.adapter.listing;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page of what the caller may see. All figures count that and nothing else, so that they tell
 * nothing of what is hidden.
 *
 * @param items in the order they were given in
 * @param total how many the caller may see in all
 * @param nextOffset where the next page starts; empty after the last
 * @param nextCursor the id after which the next page starts; empty after the last
 */
public record Page<T>(
    List<T> items, int total, Optional<Integer> nextOffset, Optional<String> nextCursor) {
  public Page {
    items = List.copyOf(items);
  }

  static <T> Page<T> of(
      List<T> visible, int offset, int limit, Function<? super T, Optional<String>> idOf) {
    int from = Math.min(offset, visible.size());
    int to = from + Math.min(limit, visible.size() - from);
    boolean more = to < visible.size();
    return new Page<>(
        visible.subList(from, to),
        visible.size(),
        more ? Optional.of(to) : Optional.empty(),
        more && to > 0 ? idOf.apply(visible.get(to - 1)) : Optional.empty());
  }

  /** The same page, each item as it is put to the caller. */
  public <R> Page<R> map(Function<? super T, ? extends R> shape) {
    return new Page<>(items.stream().<R>map(shape).toList(), total, nextOffset, nextCursor);
  }
}
