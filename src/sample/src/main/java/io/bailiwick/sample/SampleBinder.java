package io.bailiwick.sample;

import io.bailiwick.adapter.connect.Admission;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.ResourceUri;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.function.Supplier;
import org.glassfish.jersey.internal.inject.AbstractBinder;

/**
 * Lets a resource method take what the gate decided as {@code @Context Admission}, and the verified
 * caller as {@code @Context Caller}; resources are given the settings and what the service knows of
 * itself. On a public route there is no caller, and asking for one is an error.
 */
final class SampleBinder extends AbstractBinder {
  private final SampleSettings settings;
  private final ResourceUri resource;
  private final Vitals vitals;
  private final SampleLife life;
  private final Clock clock;

  SampleBinder(
      SampleSettings settings, ResourceUri resource, Vitals vitals, SampleLife life, Clock clock) {
    this.settings = settings;
    this.resource = resource;
    this.vitals = vitals;
    this.life = life;
    this.clock = clock;
  }

  @Override
  protected void configure() {
    bind(settings).to(SampleSettings.class);
    bind(resource).to(ResourceUri.class);
    bind(vitals).to(Vitals.class);
    bind(life).to(SampleLife.class);
    bind(clock).to(Clock.class);
    bindFactory(OfAdmission.class).to(Admission.class);
    bindFactory(OfCaller.class).to(Caller.class);
  }

  static final class OfAdmission implements Supplier<Admission> {
    private final HttpServletRequest request;

    @Inject
    OfAdmission(HttpServletRequest request) {
      this.request = request;
    }

    @Override
    public Admission get() {
      if (request.getAttribute(Admission.class.getName()) instanceof Admission admission) {
        return admission;
      }
      throw new IllegalStateException("This request did not come through the gate");
    }
  }

  static final class OfCaller implements Supplier<Caller> {
    private final OfAdmission admission;

    @Inject
    OfCaller(HttpServletRequest request) {
      admission = new OfAdmission(request);
    }

    @Override
    public Caller get() {
      return admission.get().requireCaller();
    }
  }
}
