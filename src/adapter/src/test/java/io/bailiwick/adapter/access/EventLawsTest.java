package io.bailiwick.adapter.access;

import static io.bailiwick.adapter.life.Connections.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.connect.ConnectionParams;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.hook.HookRunner;
import io.bailiwick.adapter.hook.LiveConnection;
import io.bailiwick.adapter.hook.NoState;
import io.bailiwick.adapter.hook.RequestFacts;
import io.bailiwick.adapter.life.ConnectionRegistry;
import io.bailiwick.adapter.life.Connections;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.scope.AgentPath;
import io.bailiwick.testkit.TestToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whoever hears an event may hear it, and whoever may and has subscribed hears it: as a plain model
 * has it that looks at everyone, each time.
 */
class EventLawsTest {
  private static final List<String> EVENTS = List.of("said", "typed");
  private static final List<String> ROOMS = List.of("chat/a/b", "chat/ab", "chat");
  private static final AccessRules<NoState> RULES =
      AccessRules.<NoState>builder()
          .event("said", ConnectionRule.action("read"))
          .event("typed", ConnectionRule.action("write"))
          .build();

  /** The scopes that a token has beside the one to connect. */
  private static final List<List<String>> SCOPES =
      List.of(
          List.of(),
          List.of("agents:read"),
          List.of("agents:chat:write"),
          List.of("agents:read", "agents:write"));

  /** One connection, as the model has it. */
  private static final class Model {
    final LiveConnection<NoState> live;
    final ConnectionAccess<NoState> access;
    final AccessTestBase.Wire wire;
    final Set<String> subscribed = new TreeSet<>();
    List<String> scopes;
    List<String> expected = new ArrayList<>();
    boolean ended;

    Model(
        LiveConnection<NoState> live,
        ConnectionAccess<NoState> access,
        AccessTestBase.Wire wire,
        List<String> scopes) {
      this.live = live;
      this.access = access;
      this.wire = wire;
      this.scopes = scopes;
    }

    boolean mayHear(String event) {
      String action = event.equals("said") ? "read" : "write";
      return scopes.contains("agents:" + action) || scopes.contains("agents:chat:" + action);
    }
  }

  private enum Kind {
    OPEN,
    SUBSCRIBE,
    UNSUBSCRIBE,
    REFRESH,
    PUBLISH,
    PUBLISH_TO_SLOW,
    END
  }

  /**
   * @param which connection
   * @param choice of room, event or scopes
   */
  record Step(Kind kind, int which, int choice) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Step> step =
        Combinators.combine(
                Arbitraries.of(Kind.class),
                Arbitraries.integers().between(0, 5),
                Arbitraries.integers().between(0, 11))
            .as(Step::new);
    return step.list().ofMinSize(1).ofMaxSize(40);
  }

  @Property(tries = 100)
  void eventsReachThoseWhoMayHearThem_andNobodyElse(@ForAll("steps") List<Step> steps) {
    try (ConnectionRegistry registry = ConnectionRegistry.builder().clock(Callers.CLOCK).build();
        HookRunner<NoState> hooks = HookRunner.none()) {
      AgentAccess<NoState> access = AgentAccess.of(RULES);
      List<Model> models = new ArrayList<>();
      int message = 0;
      for (Step step : steps) {
        if (step.kind == Kind.OPEN || models.isEmpty()) {
          models.add(open(registry, hooks, access, step));
          continue;
        }
        Model model = models.get(step.which % models.size());
        String event = EVENTS.get(step.choice % 2);
        switch (step.kind) {
          case SUBSCRIBE -> subscribe(model, event);
          case UNSUBSCRIBE -> {
            model.access.unsubscribe(event);
            model.subscribed.remove(event);
          }
          case REFRESH -> refresh(model, SCOPES.get(step.choice % SCOPES.size()), message++);
          case END -> {
            model.live.connection().close(Refusal.of(Refusal.Code.REVOKED));
            model.ended = true;
          }
          case PUBLISH ->
              publish(access, models, model.live.agent(), event, event + " " + message++);
          case PUBLISH_TO_SLOW -> {
            // it waits for the peer while the right to it goes away: it is not handed over
            String first = "first " + message++;
            String second = "second " + message++;
            model.wire.hold();
            publish(access, models, model.live.agent(), event, first);
            publish(access, models, model.live.agent(), event, second);
            boolean underWay = model.expected.contains(first);
            refresh(model, SCOPES.get(step.choice % SCOPES.size()), message++);
            if (underWay && !model.ended && !model.mayHear(event)) {
              model.expected.remove(second);
            }
            model.wire.letGo();
          }
          default -> throw new AssertionError(step.kind);
        }
        for (Model each : models) {
          assertThat(each.wire.sent()).isEqualTo(each.expected);
          if (!each.ended) {
            assertThat(each.access.subscriptions()).isEqualTo(each.subscribed);
          }
        }
      }
      models.forEach(each -> each.live.left());
      until(access::isEmpty);
    }
  }

  private static Model open(
      ConnectionRegistry registry,
      HookRunner<NoState> hooks,
      AgentAccess<NoState> access,
      Step step) {
    String path = ROOMS.get(step.choice % ROOMS.size());
    List<String> scopes = SCOPES.get(step.choice % SCOPES.size());
    LiveConnection<NoState> live =
        hooks.prepare(
            registry.register(Connections.admitted(path, token(scopes, 0))),
            new RequestFacts("GET", "/agents/" + path, Optional.empty(), Optional.empty()),
            ConnectionParams.none());
    live.open(how -> {});
    AccessTestBase.Wire wire = new AccessTestBase.Wire();
    return new Model(live, access.open(live, wire, SubscriptionListener.NONE), wire, scopes);
  }

  private static TestToken token(List<String> scopes, int number) {
    List<String> all = new ArrayList<>(scopes);
    all.add("agents:run");
    return TOKENS.computeIfAbsent(
        all + " " + number,
        any ->
            Callers.token(all.toArray(String[]::new))
                .issuedAgo(Duration.ofSeconds(200 - number))
                .claim("jti", "token-" + number));
  }

  private static final Map<String, TestToken> TOKENS = new LinkedHashMap<>();

  private static void subscribe(Model model, String event) {
    try {
      model.access.subscribe(event);
      assertThat(model.mayHear(event) && !model.ended).isTrue();
      model.subscribed.add(event);
    } catch (Refused e) {
      assertThat(model.mayHear(event) && !model.ended).isFalse();
    }
  }

  private static void refresh(Model model, List<String> scopes, int number) {
    try {
      model
          .live
          .connection()
          .refresh(
              Connections.GATE.renew(
                  model.live.connection().admitted(),
                  Presentation.bearer(token(scopes, number + 1).sign())));
      assertThat(model.ended).isFalse();
      model.scopes = scopes;
      model.subscribed.removeIf(event -> !model.mayHear(event));
    } catch (Refused e) {
      assertThat(model.ended).isTrue();
    }
  }

  private static void publish(
      AgentAccess<NoState> access,
      List<Model> models,
      AgentPath room,
      String event,
      String message) {
    int hears = 0;
    for (Model each : models) {
      if (!each.ended
          && each.live.agent().equals(room)
          && each.subscribed.contains(event)
          && each.mayHear(event)) {
        each.expected.add(message);
        hears++;
      }
    }
    assertThat(access.publish(room, event, message)).isEqualTo(hears);
  }
}
