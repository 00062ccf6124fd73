/**
 * Binds the adapter to Jakarta Servlet, REST and WebSocket. Only translates: what a request is
 * becomes a {@code ConnectRequest}, what the gate decides becomes a response, a principal or a live
 * session. Nothing is decided here.
 */
@NullMarked
package io.bailiwick.jakarta;

import org.jspecify.annotations.NullMarked;
