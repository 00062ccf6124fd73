/**
 * The life of what the gate has opened: which connections there are, how many each caller and agent
 * may have, when each ends, how it goes on with a newer token, and how a revocation ends it at
 * once. One timer serves all; a connection costs no thread.
 */
@NullMarked
package io.bailiwick.adapter.life;

import org.jspecify.annotations.NullMarked;
