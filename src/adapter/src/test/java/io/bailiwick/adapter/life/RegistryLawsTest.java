package io.bailiwick.adapter.life;

import static io.bailiwick.adapter.life.Connections.admitted;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.testkit.TestToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What the registry finds, counts and ends is what one would find by looking at every one. */
class RegistryLawsTest {
  private static final ConnectionLimits LIMITS = new ConnectionLimits(4, 6, 9);
  private static final List<AgentConnection> POOL = pool();

  /** One thing that is done. */
  private record Step(int kind, int which, ConnectionFilter filter) {}

  /** Three people with two clients, to three agents, each with a token and two newer ones. */
  private static List<AgentConnection> pool() {
    List<AgentConnection> pool = new ArrayList<>();
    for (String person : List.of("a", "b", "c")) {
      for (String agent : List.of("x", "y/room/1", "y/room/2")) {
        for (int age = 3; age > 0; age--) {
          TestToken token =
              Connections.token()
                  .subject(person)
                  .claim("azp", agent.equals("x") ? "cli" : "web")
                  .claim("sid", person + age % 2)
                  .claim("jti", person + agent + age)
                  .issuedAgo(Duration.ofSeconds(age));
          pool.add(admitted(agent, age == 2 ? token.without("sid") : token));
        }
      }
    }
    return pool;
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(8, 0), Tuple.of(4, 1), Tuple.of(2, 2), Tuple.of(2, 3), Tuple.of(1, 4)),
            Arbitraries.integers().between(0, 26),
            filters())
        .as(Step::new)
        .list()
        .ofMinSize(10)
        .ofMaxSize(60);
  }

  private static Arbitrary<ConnectionFilter> filters() {
    return Combinators.combine(
            Arbitraries.of("a", "b", "c", "nobody").optional(0.4),
            Arbitraries.of("a0", "a1", "b1", "c0", "none").optional(0.2),
            Arbitraries.of("ax1", "ax2", "by/room/13", "none").optional(0.2),
            Arbitraries.of("cli", "web", "none").optional(0.3),
            Arbitraries.of("x", "y", "none").optional(0.3),
            Arbitraries.integers().between(0, 4).optional(0.2))
        .as(
            (subject, session, token, client, agent, age) ->
                new ConnectionFilter(
                    Optional.empty(),
                    subject,
                    session,
                    token,
                    client,
                    agent,
                    age.map(ago -> Callers.CLOCK.instant().minusSeconds(ago))));
  }

  @Property(tries = 300)
  void registry_agreesWithAPlainList(@ForAll("steps") List<Step> steps) {
    ConnectionRegistry registry =
        ConnectionRegistry.builder().clock(Callers.CLOCK).limits(LIMITS).build();
    List<Connection> model = new ArrayList<>();
    for (Step step : steps) {
      AgentConnection next = POOL.get(step.which());
      switch (step.kind()) {
        case 0 -> register(registry, model, next);
        case 1 -> refresh(model, step.which(), next);
        case 2 -> {
          if (!model.isEmpty()) {
            model.remove(step.which() % model.size()).left();
          }
        }
        case 3 ->
            assertThat(registry.list(step.filter(), 0, 100).connections())
                .isEqualTo(model.stream().filter(step.filter()::matches).toList());
        default -> {
          int ended = registry.close(step.filter(), Refusal.of(Refusal.Code.FORBIDDEN));
          int before = model.size();
          model.removeIf(step.filter()::matches);
          assertThat(ended).isEqualTo(before - model.size());
        }
      }
      assertThat(registry.size()).isEqualTo(model.size());
      assertThat(model).allMatch(Connection::isOpen);
      assertThat(registry.deadlines()).isEqualTo(model.size());
    }
    model.forEach(Connection::left);
    assertThat(registry.isEmpty()).isTrue();
    registry.close();
  }

  private static void register(
      ConnectionRegistry registry, List<Connection> model, AgentConnection next) {
    long ofCaller = count(model, each -> each.caller().subject().equals(next.caller().subject()));
    long ofAgent = count(model, each -> each.agent().name().equals(next.agent().name()));
    boolean room = ofCaller < LIMITS.perCaller() && ofAgent < LIMITS.perAgent() && model.size() < 9;
    try {
      Connection connection = registry.register(next);
      assertThat(room).isTrue();
      connection.open(how -> {});
      model.add(connection);
    } catch (Refused e) {
      assertThat(room).isFalse();
      assertThat(e.refusal().code()).isEqualTo(Refusal.Code.RATE_LIMITED);
    }
  }

  /** Whether it may be refreshed has tests of its own: here, that the indexes follow. */
  private static void refresh(List<Connection> model, int which, AgentConnection next) {
    if (model.isEmpty()) {
      return;
    }
    Connection connection = model.get(which % model.size());
    AgentConnection before = connection.admitted();
    try {
      connection.refresh(next);
      assertThat(connection.admitted()).isSameAs(next);
    } catch (Refused e) {
      assertThat(connection.admitted()).isSameAs(before);
    }
  }

  private static long count(List<Connection> model, Predicate<Connection> which) {
    return model.stream().filter(which).count();
  }
}
