/** What a container must be able to see, and nobody else should use. */
@NullMarked
package io.bailiwick.jakarta.internal;

import org.jspecify.annotations.NullMarked;
