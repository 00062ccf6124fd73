package io.bailiwick.jakarta;

import io.bailiwick.adapter.token.Caller;
import java.security.Principal;

/**
 * The verified caller as a principal; its name is the token's subject. What {@code
 * getUserPrincipal()} of a request, a {@code SecurityContext} and a WebSocket session give behind
 * the gate.
 */
public record CallerPrincipal(Caller caller) implements Principal {

  @Override
  public String getName() {
    return caller.subject();
  }

  @Override
  public String toString() {
    return "CallerPrincipal[" + getName() + "]";
  }
}
