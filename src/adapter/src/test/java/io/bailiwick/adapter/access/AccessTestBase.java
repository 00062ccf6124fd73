package io.bailiwick.adapter.access;

import io.bailiwick.adapter.connect.ConnectionParams;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.hook.ConnectContext;
import io.bailiwick.adapter.hook.ConnectionHooks;
import io.bailiwick.adapter.hook.HookLimits;
import io.bailiwick.adapter.hook.HookRunner;
import io.bailiwick.adapter.hook.LiveConnection;
import io.bailiwick.adapter.hook.RequestFacts;
import io.bailiwick.adapter.life.ConnectionRegistry;
import io.bailiwick.adapter.life.Connections;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.scope.AgentPath;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** Connections with a nickname, and outlets that remember what went out. */
abstract class AccessTestBase {
  static final AgentPath ROOM = new AgentPath("chat", List.of("room", "1"));

  private static final RequestFacts REQUEST =
      new RequestFacts("GET", "/agents/chat/room/1", Optional.empty(), Optional.empty());

  final TestClock clock = TestClock.at(Callers.CLOCK.instant());
  final ConnectionRegistry registry = ConnectionRegistry.builder().clock(clock).build();
  final HookRunner<String> hooks =
      HookRunner.of(new Nicknames(), HookLimits.standard().withTimeout(Duration.ofSeconds(60)));

  /** The state is the nickname. */
  private static final class Nicknames implements ConnectionHooks<String, String> {
    @Override
    public String readParams(ConnectionParams raw) {
      return raw.text("nick").orElse("nobody");
    }

    @Override
    public String createState(ConnectContext context, String params) {
      return params;
    }
  }

  /** Sends at once, or holds what is sent until it is let go. Thread-safe. */
  static final class Wire implements Outlet {
    private final List<String> sent = new ArrayList<>();
    private final List<Consumer<Boolean>> held = new ArrayList<>();
    private boolean holds;

    @Override
    public void send(String text, Consumer<Boolean> done) {
      synchronized (this) {
        sent.add(text);
        if (holds) {
          held.add(done);
          return;
        }
      }
      done.accept(true);
    }

    synchronized List<String> sent() {
      return List.copyOf(sent);
    }

    synchronized void hold() {
      holds = true;
    }

    /** What is held is sent, and what follows is at once. */
    void letGo() {
      List<Consumer<Boolean>> all;
      synchronized (this) {
        holds = false;
        all = List.copyOf(held);
        held.clear();
      }
      all.forEach(each -> each.accept(true));
    }
  }

  @AfterEach
  void close() {
    registry.close();
    hooks.close();
  }

  static TestToken token(String... scopes) {
    return Callers.token(scopes).issuedAgo(Duration.ofSeconds(100)).claim("jti", "first");
  }

  LiveConnection<String> live(TestToken token) {
    return live("chat/room/1", token);
  }

  LiveConnection<String> live(String agent, TestToken token) {
    LiveConnection<String> live =
        hooks.prepare(
            registry.register(Connections.admitted(agent, token)),
            REQUEST,
            new ConnectionParams(Map.of("nick", "Bertie")));
    live.open(how -> {});
    return live;
  }

  static void refresh(LiveConnection<?> live, TestToken token) {
    live.connection()
        .refresh(
            Connections.GATE.renew(
                live.connection().admitted(), Presentation.bearer(token.sign())));
  }

  static Refusal refused(Runnable call) {
    return Connections.refused(call::run);
  }
}
