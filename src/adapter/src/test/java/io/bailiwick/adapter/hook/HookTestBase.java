package io.bailiwick.adapter.hook;

import io.bailiwick.adapter.connect.ConnectionParams;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.life.Connection;
import io.bailiwick.adapter.life.ConnectionRegistry;
import io.bailiwick.adapter.life.Connections;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.testkit.TestToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A registry, and hooks that say in which order they were called. */
abstract class HookTestBase {
  /** Far longer than any hook here takes that is not meant to take too long. */
  static final HookLimits PATIENT = HookLimits.standard().withTimeout(Duration.ofSeconds(60));

  /** For hooks that never end of themselves. */
  static final HookLimits BRIEF = HookLimits.standard().withTimeout(Duration.ofMillis(30));

  static final RequestFacts REQUEST =
      new RequestFacts("GET", "/agents/chat/room/1", Optional.empty(), Optional.of("192.0.2.1"));

  static final ConnectionParams PARAMS = new ConnectionParams(Map.of("nick", "Bertie"));

  final ConnectionRegistry registry = ConnectionRegistry.builder().clock(Callers.CLOCK).build();
  final Connections.Hearing peer = new Connections.Hearing();
  final List<AutoCloseable> closed = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    registry.close();
    for (AutoCloseable each : closed) {
      each.close();
    }
  }

  /** What a client says. */
  record Nick(String text) {
    static Nick of(ConnectionParams raw) {
      return new Nick(raw.text("nick").orElseThrow());
    }
  }

  /** What is kept. */
  record Member(String nick, List<String> room) {}

  /** Hooks that remember their order, to be overridden. Thread-safe. */
  static class Remembering implements ConnectionHooks<Nick, Member> {
    private final List<String> called = new ArrayList<>();

    synchronized void called(String what) {
      called.add(what);
    }

    synchronized List<String> called() {
      return List.copyOf(called);
    }

    @Override
    public Nick readParams(ConnectionParams raw) throws Exception {
      called("readParams");
      return Nick.of(raw);
    }

    @Override
    public void beforeConnect(ConnectContext context, Nick params) throws Exception {
      called("beforeConnect");
    }

    // what may be null is what a test is about
    @Override
    @SuppressWarnings("NullAway")
    public Member createState(ConnectContext context, Nick params) throws Exception {
      called("createState");
      return new Member(params.text(), context.key());
    }

    @Override
    public @Nullable Boolean shouldBeReadonly(ConnectContext context, Member state)
        throws Exception {
      called("shouldBeReadonly");
      return false;
    }

    @Override
    public void onConnect(LiveConnection<Member> connection) throws Exception {
      called("onConnect");
    }

    @Override
    public void onDisconnect(LiveConnection<Member> connection, Optional<Refusal> how)
        throws Exception {
      called("onDisconnect " + how.map(Refusal::closeReason).orElse("left"));
    }
  }

  HookRunner<Member> runner(ConnectionHooks<Nick, Member> hooks, HookLimits limits) {
    HookRunner<Member> runner = HookRunner.of(hooks, limits);
    closed.add(runner);
    return runner;
  }

  static TestToken token() {
    return Callers.token("agents:run").subject("bert");
  }

  Connection registered() {
    return registered(token());
  }

  Connection registered(TestToken token) {
    return registry.register(Connections.admitted("chat/room/1", token));
  }

  LiveConnection<Member> prepared(HookRunner<Member> runner) {
    return runner.prepare(registered(), REQUEST, PARAMS);
  }

  Refusal refused(HookRunner<Member> runner) {
    Refusal refusal = Connections.refused(() -> prepared(runner));
    // nothing half done
    if (registry.size() != 0) {
      throw new AssertionError("It is still registered");
    }
    return refusal;
  }
}
