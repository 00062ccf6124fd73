/** What of so many agents may be listed to whoever holds a scope for each of so many. */
@NullMarked
package io.bailiwick.bench.list;

import org.jspecify.annotations.NullMarked;
