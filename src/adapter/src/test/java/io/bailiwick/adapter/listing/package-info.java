/** Tests of the adapter's listing package. */
@NullMarked
package io.bailiwick.adapter.listing;

import org.jspecify.annotations.NullMarked;
