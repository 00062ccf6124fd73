/** The route map: its patterns, its order, and the decisions of Agno AgentOS replayed. */
@NullMarked
package io.bailiwick.adapter.route;

import org.jspecify.annotations.NullMarked;
