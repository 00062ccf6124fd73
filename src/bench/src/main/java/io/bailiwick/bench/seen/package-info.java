/** Verifying a token that was verified before: 4,096 of 2 KB, each a new string when it comes. */
@NullMarked
package io.bailiwick.bench.seen;

import org.jspecify.annotations.NullMarked;
