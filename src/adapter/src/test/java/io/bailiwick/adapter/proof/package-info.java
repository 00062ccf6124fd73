/** Each point of RFC 9449, 4.3, and RFC 8705, 3, as a test of its own. */
@NullMarked
package io.bailiwick.adapter.proof;

import org.jspecify.annotations.NullMarked;
