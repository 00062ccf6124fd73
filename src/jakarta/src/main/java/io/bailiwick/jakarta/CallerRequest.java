package io.bailiwick.jakarta;

import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.MalformedScope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An admitted request. Only the gate says who calls: without a caller (a public route) there is no
 * principal, whatever the container found.
 */
final class CallerRequest extends HttpServletRequestWrapper {
  private final Optional<Caller> caller;

  CallerRequest(HttpServletRequest request, Optional<Caller> caller) {
    super(request);
    this.caller = caller;
  }

  @Override
  public @Nullable Principal getUserPrincipal() {
    return caller.map(CallerPrincipal::new).orElse(null);
  }

  @Override
  public @Nullable String getRemoteUser() {
    return caller.map(Caller::subject).orElse(null);
  }

  @Override
  public @Nullable String getAuthType() {
    return caller.map(known -> known.authMethod().name()).orElse(null);
  }

  /**
   * A role is a scope, as text: {@code agents:research-agent:run}. What can't be read is no role.
   */
  @Override
  public boolean isUserInRole(String role) {
    return caller.filter(known -> can(known, role)).isPresent();
  }

  private static boolean can(Caller caller, String role) {
    try {
      return caller.scopes().rules().read(role).filter(caller::can).isPresent();
    } catch (MalformedScope e) {
      return false;
    }
  }
}
