package io.bailiwick.sample;

import io.bailiwick.adapter.connect.Answer;
import io.bailiwick.adapter.connect.ConnectGate;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Map;

/**
 * Turns what a resource throws into our error shape. An exception that says its status keeps it;
 * any other is the gate's to mask: its message may quote what it choked on, a token even, so that
 * only where it happened is logged.
 */
final class MaskedExceptions implements ExceptionMapper<Throwable> {
  private final ConnectGate gate;

  MaskedExceptions(ConnectGate gate) {
    this.gate = gate;
  }

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
    Answer answer = gate.answer(gate.refusalFor(thrown));
    Response.ResponseBuilder response = Response.status(answer.status()).entity(answer.body());
    answer.headers().forEach(response::header);
    return response.build();
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
