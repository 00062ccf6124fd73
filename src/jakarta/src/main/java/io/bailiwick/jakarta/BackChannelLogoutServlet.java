package io.bailiwick.jakarta;

import io.bailiwick.adapter.keys.KeysUnavailable;
import io.bailiwick.adapter.life.BackChannelLogout;
import io.bailiwick.adapter.token.TokenRejected;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where an OpenID provider sends logout tokens (OpenID Connect Back-Channel Logout 1.0, 2.5):
 * {@code POST} of a form with {@code logout_token}. Answers 200 where it was taken, 400 where it is
 * not to be believed, 503 where the keys can't be had. Its path must be public at the gate for
 * {@code POST}: the token speaks for itself. Thread-safe.
 */
public final class BackChannelLogoutServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final System.Logger LOG =
      System.getLogger(BackChannelLogoutServlet.class.getName());

  private final transient BackChannelLogout logout;

  public BackChannelLogoutServlet(BackChannelLogout logout) {
    this.logout = logout;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    String[] tokens = isForm(request) ? request.getParameterValues("logout_token") : null;
    if (tokens == null || tokens.length != 1) {
      refuse(response, "invalid_request");
      return;
    }
    try {
      logout.receive(tokens[0]);
      response.setStatus(HttpServletResponse.SC_OK);
    } catch (TokenRejected e) {
      LOG.log(System.Logger.Level.WARNING, "A logout token was refused: " + e.reason());
      refuse(response, "invalid_token");
    } catch (KeysUnavailable e) {
      response.setHeader("Retry-After", Long.toString(Math.max(1, e.retryAfter().toSeconds())));
      response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }
  }

  /** Nothing comes in the query: what is there ends up in logs. */
  private static boolean isForm(HttpServletRequest request) {
    String type = request.getContentType();
    return request.getQueryString() == null
        && type != null
        && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
  }

  private static void refuse(HttpServletResponse response, String error) throws IOException {
    response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
    response.setContentType("application/json");
    response
        .getOutputStream()
        .write(("{\"error\":\"" + error + "\"}").getBytes(StandardCharsets.UTF_8));
  }
}
