/** The sample agent service as its callers see it: over HTTP and WebSocket, from outside. */
@NullMarked
package io.bailiwick.it.sample;

import org.jspecify.annotations.NullMarked;
