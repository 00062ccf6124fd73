/** The sample over real HTTP and WebSocket, with tokens of an issuer in this process. */
@NullMarked
package io.bailiwick.sample;

import org.jspecify.annotations.NullMarked;
