/** What several packages here stand on and nobody else should: no API, and free to change. */
@NullMarked
package io.bailiwick.adapter.internal;

import org.jspecify.annotations.NullMarked;
