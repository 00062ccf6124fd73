package io.bailiwick.sample;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Map;
import java.util.UUID;

/**
 * Turns what a resource throws into our error shape. An exception that says its status keeps it;
 * any other is an {@code internal_error} whose id is in the log, and no more is said.
 */
final class MaskedExceptions implements ExceptionMapper<Throwable> {
  private static final System.Logger LOG = System.getLogger(MaskedExceptions.class.getName());

  /** The error that a caller sees. */
  record ErrorBody(String group, String code, String message, Map<String, String> metadata) {}

  @Override
  public Response toResponse(Throwable thrown) {
    if (thrown instanceof WebApplicationException said) {
      Response.StatusType status = said.getResponse().getStatusInfo();
      return answer(
          status.getStatusCode(),
          new ErrorBody("http", code(status.getStatusCode()), status.getReasonPhrase(), Map.of()));
    }
    String id = UUID.randomUUID().toString();
    LOG.log(System.Logger.Level.ERROR, "internal_error " + id, thrown);
    return answer(
        500,
        new ErrorBody("server", "internal_error", "An internal error occurred", Map.of("id", id)));
  }

  private static String code(int status) {
    return switch (status) {
      case 404 -> "not_found";
      case 405 -> "method_not_allowed";
      case 406 -> "not_acceptable";
      case 415 -> "unsupported_media_type";
      default -> status < 500 ? "invalid_request" : "internal_error";
    };
  }

  private static Response answer(int status, ErrorBody body) {
    return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body).build();
  }
}
