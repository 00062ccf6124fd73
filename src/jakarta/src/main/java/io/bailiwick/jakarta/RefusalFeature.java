package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.Answer;
import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.token.AccessDenied;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;

/**
 * Jakarta REST: answers what a resource method refuses (a {@link Refused} of a listing, an {@link
 * AccessDenied} of the caller) as the gate answers its own. Register an instance. Thread-safe.
 */
public final class RefusalFeature implements Feature {
  private final ConnectGate gate;

  public RefusalFeature(ConnectGate gate) {
    this.gate = gate;
  }

  @Override
  public boolean configure(FeatureContext context) {
    context.register(new OfGate(gate));
    context.register(new OfCaller(gate));
    return true;
  }

  private static Response response(ConnectGate gate, RuntimeException refused) {
    Answer answer = gate.answer(gate.refusalFor(refused));
    Response.ResponseBuilder response = Response.status(answer.status()).entity(answer.body());
    answer.headers().forEach(response::header);
    return response.build();
  }

  private record OfGate(ConnectGate gate) implements ExceptionMapper<Refused> {
    @Override
    public Response toResponse(Refused refused) {
      return response(gate, refused);
    }
  }

  private record OfCaller(ConnectGate gate) implements ExceptionMapper<AccessDenied> {
    @Override
    public Response toResponse(AccessDenied denied) {
      return response(gate, denied);
    }
  }
}
