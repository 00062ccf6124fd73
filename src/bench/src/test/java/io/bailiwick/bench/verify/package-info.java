/** Whether those that are compared can be compared. */
@NullMarked
package io.bailiwick.bench.verify;

import org.jspecify.annotations.NullMarked;
