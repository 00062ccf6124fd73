package io.bailiwick.adapter.listing;

import java.util.Optional;

/**
 * How a {@link Listing} answers. Immutable.
 *
 * @param emptyForbidden whether a list is refused where the caller may see nothing
 * @param hiddenNotFound whether a hidden item is answered as if there were none
 * @param envelope the name that the items go under in a body; empty where they are the body
 */
record ListingOptions(boolean emptyForbidden, boolean hiddenNotFound, Optional<String> envelope) {
  static final ListingOptions USUAL = new ListingOptions(false, false, Optional.empty());

  ListingOptions emptyIsForbidden() {
    return new ListingOptions(true, hiddenNotFound, envelope);
  }

  ListingOptions hiddenAsNotFound() {
    return new ListingOptions(emptyForbidden, true, envelope);
  }

  ListingOptions under(String name) {
    return new ListingOptions(emptyForbidden, hiddenNotFound, Optional.of(name));
  }
}
