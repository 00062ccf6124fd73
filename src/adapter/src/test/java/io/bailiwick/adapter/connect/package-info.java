/** Tests of the adapter's connect package. */
@NullMarked
package io.bailiwick.adapter.connect;

import org.jspecify.annotations.NullMarked;
