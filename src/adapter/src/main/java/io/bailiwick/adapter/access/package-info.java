/**
 * What may be done on a connection that is open: its actions, the queues that it may publish to,
 * the events that it may subscribe to, and the agents that may be reached through it. One rule for
 * each, asked each time; what has no rule is denied. An event reaches those only who may hear it
 * when it is handed over, not merely those who might when they subscribed, and a slow one of them
 * keeps no other waiting.
 */
@NullMarked
package io.bailiwick.adapter.access;

import org.jspecify.annotations.NullMarked;
