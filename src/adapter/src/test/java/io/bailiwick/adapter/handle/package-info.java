/** Tests of the adapter's handle package. */
@NullMarked
package io.bailiwick.adapter.handle;

import org.jspecify.annotations.NullMarked;
