package io.bailiwick.adapter.hook;

import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.AgentPath;
import java.util.List;

/**
 * Who is about to connect, and where to. The gate has let it in: it holds the connect action on
 * that agent, and is bound to no other. Immutable.
 */
public record ConnectContext(AgentPath agent, Caller caller, RequestFacts request) {

  /** The agent instance's key, element by element; empty for the agent itself. */
  public List<String> key() {
    return agent.key();
  }

  /** Neither whose it is nor anything of a token. */
  @Override
  public String toString() {
    return "ConnectContext[" + agent.name() + "]";
  }
}
