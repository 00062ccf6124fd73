/**
 * What clients of Cloudflare's {@code agents} package say on a socket, as far as this sample
 * answers it: who the agent is, and calls of its methods.
 */
@NullMarked
package io.bailiwick.sample.cloudflare;

import org.jspecify.annotations.NullMarked;
