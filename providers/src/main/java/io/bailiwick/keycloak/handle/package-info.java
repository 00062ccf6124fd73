/**
 * Handles: opaque texts that stand for an agent token in a place where a token must not go. Here
 * are tickets, good once, for seconds, at one agent service: minted by whoever holds an agent
 * token, redeemed by the service itself at the token endpoint. What is kept of one is found by a
 * hash of service and ticket and says whose it is; it holds no token and no ticket, and neither
 * does any event or log line.
 */
@NullMarked
package io.bailiwick.keycloak.handle;

import org.jspecify.annotations.NullMarked;
