package io.bailiwick.sample;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What the server itself answers where no filter or resource does: an ambiguous URI, a body that is
 * too long, an exception nobody expected. Says the status in our error shape and nothing about the
 * request or the exception.
 */
final class MaskedErrors implements Request.Handler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    String body =
        """
        {"group":"http","code":"%s","message":"%s","metadata":{}}"""
            .formatted(code(status), HttpStatus.getMessage(status));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
    return true;
  }

  private static String code(int status) {
    return switch (status) {
      case HttpStatus.NOT_FOUND_404 -> "not_found";
      case HttpStatus.SERVICE_UNAVAILABLE_503 -> "unavailable";
      default -> status < 500 ? "invalid_request" : "internal_error";
    };
  }
}
