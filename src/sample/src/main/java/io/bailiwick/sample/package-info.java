/**
 * A real agent service: HTTP and WebSocket on an embedded server, every request through the
 * adapter's gate. What an application of one's own would look like, what the demo starts, and what
 * the integration tests connect to. Knows the issuer by its URL only.
 */
@NullMarked
package io.bailiwick.sample;

import org.jspecify.annotations.NullMarked;
