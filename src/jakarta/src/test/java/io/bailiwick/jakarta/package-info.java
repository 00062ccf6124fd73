/** Tests of the binding, on a real server with a real gate. */
@NullMarked
package io.bailiwick.jakarta;

import org.jspecify.annotations.NullMarked;
