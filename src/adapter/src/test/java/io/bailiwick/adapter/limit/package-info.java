/** Tests of how often somebody may try. */
@NullMarked
package io.bailiwick.adapter.limit;

import org.jspecify.annotations.NullMarked;
