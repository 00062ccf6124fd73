/** Keys that come, go, rotate and can't be had. */
@NullMarked
package io.bailiwick.adapter.keys;

import org.jspecify.annotations.NullMarked;
