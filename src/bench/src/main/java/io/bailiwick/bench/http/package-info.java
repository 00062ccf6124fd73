/**
 * The sample agent service under load, over loopback and from another process: what a request costs
 * the service's process with a token that it never saw, with one that it saw before, and with no
 * verification at all.
 */
@NullMarked
package io.bailiwick.bench.http;

import org.jspecify.annotations.NullMarked;
