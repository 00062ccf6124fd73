package io.bailiwick.jakarta;

import io.bailiwick.adapter.access.AccessRules;
import io.bailiwick.adapter.access.AgentAccess;
import io.bailiwick.adapter.access.ConnectionAccess;
import io.bailiwick.adapter.access.ConnectionRule;
import io.bailiwick.adapter.access.RoleSource;
import io.bailiwick.adapter.access.Roles;
import io.bailiwick.adapter.access.SubscriptionListener;
import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.ConnectionParams;
import io.bailiwick.adapter.connect.CredentialPlaces;
import io.bailiwick.adapter.connect.DecisionMetrics;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.feed.FeedMetrics;
import io.bailiwick.adapter.feed.RevocationFeed;
import io.bailiwick.adapter.handle.ClientAuthentication;
import io.bailiwick.adapter.handle.TokenEndpointRedeemer;
import io.bailiwick.adapter.hook.ConnectContext;
import io.bailiwick.adapter.hook.ConnectionHooks;
import io.bailiwick.adapter.hook.HookRunner;
import io.bailiwick.adapter.hook.LiveConnection;
import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.keys.KeyMetrics;
import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.adapter.life.BackChannelLogout;
import io.bailiwick.adapter.life.ConnectionLimits;
import io.bailiwick.adapter.life.ConnectionRegistry;
import io.bailiwick.adapter.life.Lifetime;
import io.bailiwick.adapter.life.Revocations;
import io.bailiwick.adapter.listing.Listing;
import io.bailiwick.adapter.listing.SqlCondition;
import io.bailiwick.adapter.metrics.Instrument;
import io.bailiwick.adapter.metrics.Measurement;
import io.bailiwick.adapter.metrics.MeasurementSource;
import io.bailiwick.adapter.proof.BoundTokens;
import io.bailiwick.adapter.proof.DpopProofs;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.LogoutTokenVerifier;
import io.bailiwick.adapter.token.TokenCacheMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import jakarta.servlet.ServletContext;
import jakarta.websocket.Session;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The README's code, which {@link ReadmeTest} holds to be the same. */
final class ReadmeExamples {
  private ReadmeExamples() {}

  record Agent(String id) {}

  record Member(String nick) {}

  record Answer(SqlCondition visible, List<Agent> list, Agent single) {}

  static ConnectGate gate(ServletContext servletContext) {
    // README
    String issuer = "https://sso.example.com/realms/agents";
    AgentTokenVerifier verifier =
        AgentTokenVerifier.builder()
            .issuer(issuer, JwksUrl.ofIssuer(issuer).build())
            .audience("research-os")
            .build();
    RouteMap routes =
        RouteMap.builder()
            .route("GET", "/health", Requirement.publicAccess())
            .list("/agents", "agents", "read")
            .route("POST", "/agents/{agents}/runs", Requirement.allOf("agents:run"))
            .build();
    ConnectGate gate = ConnectGate.builder().verifier(verifier).routes(routes).build();
    AgentGateRegistration door = AgentGateRegistration.of(gate);
    door.register(servletContext);
    gate.describe().forEach(System.out::println); // every route and what it requires
    door.loosened().forEach(System.out::println); // every setting that loosens a check: none
    // end
    return gate;
  }

  static Answer listing(
      Caller caller, List<Agent> all, String id, Function<String, Optional<Agent>> lookup) {
    // README
    Listing<Agent> agents = Listing.of("agents", "read", Agent::id);
    List<Agent> shown = agents.filter(caller, all); // or a stream, a map, a page
    SqlCondition visible = agents.where(caller, "id"); // before the query: (id IN (?, ?)), and bind
    Agent one = agents.require(caller, id, "run", lookup); // 403 or 404, never a leak
    // end
    return new Answer(visible, shown, one);
  }

  static AgentTokenVerifier.Builder boundTokens() {
    // README
    URI address = URI.create("https://os.example.com"); // as clients know it, whatever proxies say
    BoundTokens bound =
        BoundTokens.builder()
            .dpop(DpopProofs.builder().publicUrl(address).build())
            .clientCertificates() // where this server ends TLS itself and asks clients for theirs
            .build(); // and required(), to take no bearer tokens any more
    AgentTokenVerifier.Builder verifier = AgentTokenVerifier.builder().proofs(bound);
    // end
    return verifier;
  }

  static ConnectGate.Builder tickets(String issuer, String clientSecret) {
    // README
    TokenEndpointRedeemer redeemer =
        TokenEndpointRedeemer.ofIssuer(issuer)
            .client(ClientAuthentication.secret("research-os", clientSecret))
            .build();
    CredentialPlaces places = CredentialPlaces.builder().tickets(redeemer).build();
    ConnectGate.Builder gate = ConnectGate.builder().credentials(places);
    // end
    return gate;
  }

  static AgentGateRegistration sockets(
      AgentTokenVerifier.Builder verifier,
      AgentGateRegistration door,
      AgentEndpoints endpoints,
      String issuer,
      KeySource keys,
      Clock clock) {
    // README
    Revocations revocations = Revocations.of(clock, Duration.ofHours(1)); // no token lives longer
    verifier.revocations(revocations); // a token that is revoked is refused, remembered or not
    ConnectionRegistry registry =
        ConnectionRegistry.builder()
            .clock(clock)
            .lifetime(Lifetime.standard()) // 25 s of grace, a newer token asked for 30 s ahead
            .limits(new ConnectionLimits(100, 10_000, 50_000)) // per caller, per agent, in all
            .revocations(revocations) // and its connections end
            .build();
    LogoutTokenVerifier logouts = LogoutTokenVerifier.of(issuer, keys, "research-os", clock);
    BackChannelLogout logout = BackChannelLogout.of(logouts, revocations, clock);
    AgentGateRegistration sockets =
        door.withEndpoints(endpoints, SocketLimits.standard(), registry)
            .withBackChannelLogout("/backchannel-logout", logout); // its route: public, for POST
    // end
    return sockets;
  }

  static MeasurementSource feed(
      String issuer, String secret, Revocations revocations, Clock clock) {
    // README
    RevocationFeed feed =
        RevocationFeed.ofIssuer(issuer)
            .client(ClientAuthentication.secret("research-os", secret))
            .revocations(revocations) // the verifier's and the registry's: both feel it
            .clock(clock)
            .start();
    MeasurementSource measured = FeedMetrics.of(feed); // feed.health() for a health endpoint
    // end
    return measured;
  }

  static HookRunner<Member> hooks() {
    // README
    class Hooks implements ConnectionHooks<ConnectionParams, Member> {
      @Override
      public ConnectionParams readParams(ConnectionParams raw) {
        return raw; // or a type of your own; what this throws is a 400
      }

      @Override
      public void beforeConnect(ConnectContext context, ConnectionParams params) {
        if (context.key().equals(List.of("room", "13"))) {
          throw new Refused(Refusal.user("no_such_room", "Rooms go from 1 to 12", Map.of()));
        }
      }

      @Override
      public Member createState(ConnectContext context, ConnectionParams params) {
        return new Member(params.text("nick").orElse(context.caller().subject()));
      }
    }

    HookRunner<Member> hooks = HookRunner.of(new Hooks()); // to be closed at the end
    // end
    return hooks;
  }

  static AgentGateRegistration hooked(AgentGateRegistration sockets, HookRunner<Member> hooks) {
    // README
    AgentGateRegistration hooked = sockets.withHooks(hooks); // and withHooksOnRequests(registry)
    // end
    return hooked;
  }

  static AgentAccess<Member> access() {
    // README
    Roles roles =
        Roles.standard(RoleSource.byAction(Map.of("user", "run", "moderator", "moderate")));
    AccessRules<Member> rules =
        AccessRules.<Member>builder()
            .readAction("history", ConnectionRule.action("read"))
            .action("mute", ConnectionRule.role(roles, "moderator")) // or an admin
            .queue("messages", ConnectionRule.action("write")) // who may publish
            .event("said", ConnectionRule.connected()) // who may subscribe
            .event("whispered", connection -> connection.state().nick().equals("ada"))
            .build();
    AgentAccess<Member> access = AgentAccess.of(rules);
    // end
    return access;
  }

  static void onOpen(
      Session session,
      LiveConnection<Member> live,
      AgentAccess<Member> access,
      SubscriptionListener tellsTheClient) {
    // README
    ConnectionAccess<Member> mine = access.open(live, new SocketOutlet(session), tellsTheClient);
    mine.subscribe("said"); // each throws Refused where it is not open to this connection
    mine.require("history");
    mine.publish("messages");
    access.publish(live.agent(), "said", "{\"text\":\"hello\"}"); // to those who may hear it
    // end
  }

  static MeasurementSource measured(AgentTokenVerifier verifier, ConnectGate.Builder gate) {
    // README
    DecisionMetrics decisions = new DecisionMetrics();
    gate.listener(decisions); // or DecisionListener.logging(…).andThen(decisions)
    MeasurementSource measured =
        MeasurementSource.together(
            decisions, KeyMetrics.of(verifier::health), TokenCacheMetrics.of(verifier::tokenCache));
    // end
    return measured;
  }

  static void openTelemetry(MeasurementSource measured, Meter meter) {
    // README
    // OpenTelemetry
    for (Instrument each : measured.instruments()) {
      Consumer<ObservableDoubleMeasurement> now =
          out -> {
            for (Measurement one : measured.measurements()) {
              AttributesBuilder attributes = Attributes.builder();
              one.attributes().forEach(attributes::put);
              if (one.instrument().equals(each)) {
                out.record(one.value(), attributes.build());
              }
            }
          };
      if (each.kind() == Instrument.Kind.COUNTER) {
        meter.counterBuilder(each.name()).ofDoubles().setUnit(each.unit()).buildWithCallback(now);
      } else {
        meter.gaugeBuilder(each.name()).setUnit(each.unit()).buildWithCallback(now);
      }
    }
    // end
  }

  static void micrometer(MeasurementSource measured, MeterRegistry registry) {
    // README
    // Micrometer: once more after the first token, for the keys' age; it holds measured weakly
    for (Measurement each : measured.measurements()) {
      List<Tag> tags = new ArrayList<>();
      each.attributes().forEach((key, value) -> tags.add(Tag.of(key, value)));
      ToDoubleFunction<MeasurementSource> now = source -> source.now(each).orElse(Double.NaN);
      String name = each.instrument().name();
      if (each.instrument().kind() == Instrument.Kind.COUNTER) {
        FunctionCounter.builder(name, measured, now).tags(tags).register(registry);
      } else {
        Gauge.builder(name, measured, now).tags(tags).register(registry);
      }
    }
    // end
  }
}
