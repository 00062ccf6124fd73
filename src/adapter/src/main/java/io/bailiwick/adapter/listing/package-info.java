/** One predicate for what a list shows and what may be called. */
@NullMarked
package io.bailiwick.adapter.listing;

import org.jspecify.annotations.NullMarked;
