package io.bailiwick.jakarta;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * The filters in the one order that is safe, as one filter: containers disagree about the order of
 * several that are all to be first.
 */
final class OneDoor extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final transient CorsFilter cors;
  private final transient Optional<AgentUpgradeFilter> upgrade;
  private final transient AgentGateFilter gate;

  OneDoor(CorsFilter cors, Optional<AgentUpgradeFilter> upgrade, AgentGateFilter gate) {
    this.cors = cors;
    this.upgrade = upgrade;
    this.gate = gate;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    FilterChain guarded = (asked, answer) -> gate.doFilter(asked, answer, chain);
    FilterChain upgraded =
        upgrade
            .<FilterChain>map(
                sockets -> (asked, answer) -> sockets.doFilter(asked, answer, guarded))
            .orElse(guarded);
    cors.doFilter(request, response, upgraded);
  }

  @Override
  public void destroy() {
    upgrade.ifPresent(AgentUpgradeFilter::destroy);
  }
}
