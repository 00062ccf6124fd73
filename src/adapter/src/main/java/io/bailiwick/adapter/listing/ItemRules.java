package io.bailiwick.adapter.listing;

import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.Visibility;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of an item decides whether it is shown: its id, and the service's own predicates. Closed:
 * where one of them throws, the item is hidden. Immutable, and thread-safe as far as they are.
 */
final class ItemRules<T> {
  private static final System.Logger LOG = System.getLogger(Listing.class.getName());

  private final Function<? super T, ? extends @Nullable String> id;
  private final List<BiPredicate<? super Caller, ? super T>> also;

  private ItemRules(
      Function<? super T, ? extends @Nullable String> id,
      List<BiPredicate<? super Caller, ? super T>> also) {
    this.id = id;
    this.also = also;
  }

  static <T> ItemRules<T> identifiedBy(Function<? super T, ? extends @Nullable String> id) {
    return new ItemRules<>(id, List.of());
  }

  /** These, and one more that must hold. */
  ItemRules<T> and(BiPredicate<? super Caller, ? super T> more) {
    return new ItemRules<>(
        id,
        Stream.concat(also.stream(), Stream.<BiPredicate<? super Caller, ? super T>>of(more))
            .toList());
  }

  /** Whether the id alone decides. */
  boolean isIdOnly() {
    return also.isEmpty();
  }

  /** Whether both have an item's id from the very same extractor. */
  boolean identifiesLike(ItemRules<?> other) {
    return id == other.id;
  }

  boolean shows(Caller caller, Visibility visible, T item) {
    return idOf(item).filter(visible::admits).isPresent() && passes(caller, item);
  }

  boolean passes(Caller caller, T item) {
    try {
      return also.stream().allMatch(each -> each.test(caller, item));
    } catch (RuntimeException e) {
      hidden(e);
      return false;
    }
  }

  Optional<String> idOf(T item) {
    try {
      return Optional.ofNullable(id.apply(item));
    } catch (RuntimeException e) {
      hidden(e);
      return Optional.empty();
    }
  }

  /** Its class alone: a message may quote what it choked on. */
  private static void hidden(RuntimeException e) {
    LOG.log(
        System.Logger.Level.DEBUG, () -> "An item was hidden after a " + e.getClass().getName());
  }
}
