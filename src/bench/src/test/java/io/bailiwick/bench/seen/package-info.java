/** Whether those that are compared can be compared. */
@NullMarked
package io.bailiwick.bench.seen;

import org.jspecify.annotations.NullMarked;
