/** Tests of what several packages stand on. */
@NullMarked
package io.bailiwick.adapter.internal;

import org.jspecify.annotations.NullMarked;
