/** Whether what is told of a run is what it measured. */
@NullMarked
package io.bailiwick.bench.run;

import org.jspecify.annotations.NullMarked;
