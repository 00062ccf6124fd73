package io.bailiwick.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bailiwick.scope.ResourceUri;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sample's page: a few files by exact path, read once at the start. Its policy lets it run its
 * own script only, and talk to this service and the issuer only.
 */
final class PageServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** One file as it is sent. */
  private record File(String type, String content) {}

  private final transient Map<String, File> files = new TreeMap<>();
  private final String policy;

  private PageServlet(URI issuer, URI resource, String configuration) {
    files.put("/", file("text/html;charset=utf-8", "index.html"));
    files.put("/app.js", file("text/javascript;charset=utf-8", "app.js"));
    files.put("/connection.js", file("text/javascript;charset=utf-8", "connection.js"));
    files.put("/style.css", file("text/css;charset=utf-8", "style.css"));
    files.put("/icon.svg", file("image/svg+xml", "icon.svg"));
    files.put("/page.json", new File("application/json", configuration));
    // form-action: signing out posts to the issuer, which redirects back here
    policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' %1$s %2$s;"
                .formatted(origin(issuer), sockets(resource))
            + " form-action 'self' %1$s; base-uri 'none'; frame-ancestors 'none';"
                .formatted(origin(issuer))
            + " require-trusted-types-for 'script'; trusted-types 'none'";
  }

  /** The page that signs in with the settings' web client, at the service's own origin. */
  static PageServlet of(SampleSettings settings, ResourceUri resource) {
    URI address = URI.create(resource.text());
    Map<String, Object> configuration =
        Map.of(
            "issuer", settings.issuer(),
            "client_id", settings.webClient(),
            "resource", resource.text(),
            "redirect_uri", origin(address) + "/",
            "tickets", settings.client().isPresent());
    try {
      return new PageServlet(
          URI.create(settings.issuer()),
          address,
          new JsonMapper().writeValueAsString(configuration));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The page can't be told its issuer", e);
    }
  }

  private static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  /** Some browsers take 'self' for HTTP alone. */
  private static String sockets(URI resource) {
    return origin(resource).replaceFirst("^http", "ws");
  }

  /** Every path that is served, and no other. */
  Set<String> paths() {
    return Collections.unmodifiableSet(files.keySet());
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    @Nullable File file = files.get(request.getRequestURI());
    if (file == null) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    response.setContentType(file.type());
    byte[] content = file.content().getBytes(StandardCharsets.UTF_8);
    response.setContentLength(content.length);
    response.setHeader("Content-Security-Policy", policy);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cache-Control", "no-cache");
    response.getOutputStream().write(content);
  }

  private static File file(String type, String name) {
    try (InputStream content = PageServlet.class.getResourceAsStream("page/" + name)) {
      if (content == null) {
        throw new IllegalStateException("The page's " + name + " is not in the jar");
      }
      return new File(type, new String(content.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
