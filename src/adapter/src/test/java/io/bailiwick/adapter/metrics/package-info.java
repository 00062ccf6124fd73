/** Tests of the adapter's metrics package. */
@NullMarked
package io.bailiwick.adapter.metrics;

import org.jspecify.annotations.NullMarked;
