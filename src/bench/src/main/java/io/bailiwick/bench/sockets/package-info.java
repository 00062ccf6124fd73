/**
 * The sample agent service with thousands of live sockets, over loopback and from another process:
 * what one costs in memory and threads, how long it takes to end them all, and what a connect costs
 * the service's process with a ticket, with a token, with one seen before, and with neither
 * verified.
 */
@NullMarked
package io.bailiwick.bench.sockets;

import org.jspecify.annotations.NullMarked;
