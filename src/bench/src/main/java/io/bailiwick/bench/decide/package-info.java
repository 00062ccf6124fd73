/** One decision: may whoever holds these scopes run that agent? The scope that allows is last. */
@NullMarked
package io.bailiwick.bench.decide;

import org.jspecify.annotations.NullMarked;
