/** Whether those that are compared can be compared. */
@NullMarked
package io.bailiwick.bench.decide;

import org.jspecify.annotations.NullMarked;
