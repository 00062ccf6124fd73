package io.bailiwick.jakarta;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Serves {@link ProtectedResourceMetadata} at its paths, and 404 at every other. The paths must be
 * public at the gate. Thread-safe.
 */
public final class ProtectedResourceServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Set<String> paths;
  private final transient byte[] document;

  public ProtectedResourceServlet(ProtectedResourceMetadata metadata) {
    paths = metadata.paths();
    document = metadata.json().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!paths.contains(ServletConnectRequest.rawPath(request))) {
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "public, max-age=300");
    response.setContentLength(document.length);
    response.getOutputStream().write(document);
  }
}
