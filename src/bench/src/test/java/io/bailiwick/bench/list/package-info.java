/** Whether those that are compared can be compared. */
@NullMarked
package io.bailiwick.bench.list;

import org.jspecify.annotations.NullMarked;
