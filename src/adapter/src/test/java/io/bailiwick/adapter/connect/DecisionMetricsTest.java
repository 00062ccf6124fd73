package io.bailiwick.adapter.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.keys.KeysUnavailable;
import io.bailiwick.adapter.metrics.Instrument;
import io.bailiwick.adapter.metrics.Measurement;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.testing.Request;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.CallerVerifier;
import io.bailiwick.adapter.token.TokenRejected;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What is counted of a gate's decisions, by which codes, and that nobody can add to those. */
class DecisionMetricsTest {
  private static final RouteMap ROUTES =
      RouteMap.builder()
          .route("GET", "/health", Requirement.publicAccess())
          .route("GET", "/me", Requirement.authenticated())
          .route("GET", "/config", Requirement.allOf("config:read"))
          .build();

  private final DecisionMetrics metrics = new DecisionMetrics();

  private ConnectGate gate(CallerVerifier verifier) {
    return ConnectGate.builder()
        .verifier(verifier)
        .routes(ROUTES)
        .clock(Callers.CLOCK)
        .listener(metrics)
        .build();
  }

  private void attempt(ConnectGate gate, Request request) {
    try {
      gate.admit(request);
    } catch (Refused expected) {
      // counted
    }
  }

  private void attempt(Request request) {
    attempt(gate(Callers.VERIFIER), request);
  }

  private void attempt(String path, String token) {
    attempt(Request.get(path).header("Authorization", "Bearer " + token));
  }

  /** What was counted at least once. */
  private Map<String, Double> counted(Instrument instrument) {
    Map<String, Double> counted = new TreeMap<>();
    for (Measurement each : metrics.measurements()) {
      if (each.instrument().equals(instrument) && each.value() != 0) {
        counted.put(each.attributes().get("bailiwick.outcome"), each.value());
      }
    }
    return counted;
  }

  private Set<List<Object>> series() {
    List<List<Object>> all =
        metrics.measurements().stream()
            .map(each -> List.<Object>of(each.instrument(), each.attributes()))
            .toList();
    assertThat(all).doesNotHaveDuplicates();
    return Set.copyOf(all);
  }

  @Test
  void decisions_areCountedByTheirCode_andTokensByTheirReason() {
    TestToken token = Callers.token("agents:read");
    attempt(Request.get("/health"));
    attempt("/me", token.sign());
    attempt("/me", token.sign());
    attempt(Request.get("/me"));
    attempt("/config", token.sign());
    attempt("/nothing", token.sign());
    attempt("/me", token.expired().sign());
    attempt("/me", token.flippedByte());
    attempt("/me", token.signedWith(TestKey.generate("ours", "RS256")).unsigned());
    attempt("/me", token.wrongAudience().sign());
    attempt("/me", "x");
    attempt(Request.get("/a%2Fb"));

    assertThat(counted(DecisionMetrics.DECISIONS))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "admitted", 3.0,
                "missing_token", 1.0,
                "insufficient_permissions", 1.0,
                "forbidden", 1.0,
                "expired_token", 1.0,
                "invalid_token", 3.0,
                "wrong_audience", 1.0,
                "invalid_request", 1.0));
    assertThat(counted(DecisionMetrics.TOKENS))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "verified", 4.0,
                "expired", 1.0,
                "bad_signature", 1.0,
                "unsupported_algorithm", 1.0,
                "wrong_audience", 1.0,
                "malformed", 1.0));
  }

  @Test
  void connections_areCountedToo() {
    ConnectGate gate = gate(Callers.VERIFIER);
    gate.open(Request.get("/agents/a1").bearer(Callers.token("agents:a1:run")));
    assertThat(counted(DecisionMetrics.DECISIONS)).containsExactly(Map.entry("admitted", 1.0));
    assertThat(counted(DecisionMetrics.TOKENS)).containsExactly(Map.entry("verified", 1.0));
  }

  @Test
  void whatCanNotBeTold_isNoRejectedToken() {
    Request request = Request.get("/me").bearer(Callers.token());
    attempt(gate(throwing(() -> new KeysUnavailable("none", Duration.ofSeconds(5)))), request);
    attempt(gate(throwing(IllegalStateException::new)), request);
    assertThat(counted(DecisionMetrics.DECISIONS))
        .containsExactly(Map.entry("internal_error", 1.0), Map.entry("unavailable", 1.0));
    assertThat(counted(DecisionMetrics.TOKENS)).isEmpty();
  }

  @Test
  void everyCodeAndReason_isThereFromTheStart_andHasItsOwnCount() {
    Set<List<Object>> before = series();
    assertThat(before)
        .hasSize(2 + Refusal.Code.values().length + TokenRejected.Reason.values().length);
    for (Refusal.Code code : Refusal.Code.values()) {
      metrics.decided(decision(Optional.of(code), Optional.empty()));
    }
    for (TokenRejected.Reason reason : TokenRejected.Reason.values()) {
      metrics.decided(decision(Optional.of(Refusal.Code.INVALID_TOKEN), Optional.of(reason)));
    }
    assertThat(counted(DecisionMetrics.DECISIONS))
        .containsEntry("revoked", 1.0)
        .containsKeys(
            Arrays.stream(Refusal.Code.values()).map(Refusal.Code::text).toArray(String[]::new));
    assertThat(counted(DecisionMetrics.TOKENS)).hasSize(TokenRejected.Reason.values().length);
    assertThat(counted(DecisionMetrics.TOKENS).values()).containsOnly(1.0);
    assertThat(series()).isEqualTo(before);
  }

  private static Decision decision(
      Optional<Refusal.Code> refused, Optional<TokenRejected.Reason> rejected) {
    return new Decision(
        "GET",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        refused,
        rejected,
        Optional.empty());
  }

  @Test
  void nothingThatACallerSends_makesASeries() {
    Set<List<Object>> before = series();
    for (int i = 0; i < 300; i++) {
      String own = "sent-" + i;
      attempt("/me", own + ".e30." + own);
      attempt("/" + own, Callers.token(own + ":read").subject(own).sign());
      attempt(Request.of("M" + i, "/me").header("Authorization", own + " x"));
    }
    assertThat(counted(DecisionMetrics.DECISIONS).values().stream().mapToDouble(n -> n).sum())
        .isEqualTo(900);
    assertThat(series()).isEqualTo(before);
    assertThat(metrics.measurements().toString()).doesNotContain("sent-");
  }

  @Test
  void severalListeners_hearOfItWhateverOneThrows() {
    List<Decision> heard = new ArrayList<>();
    DecisionListener failing =
        decision -> {
          throw new IllegalStateException("a fault of this test");
        };
    ConnectGate gate =
        ConnectGate.builder()
            .verifier(Callers.VERIFIER)
            .routes(ROUTES)
            .listener(failing.andThen(metrics).andThen(heard::add))
            .build();
    assertThat(gate.admit(Request.get("/health")).caller()).isEmpty();
    assertThat(counted(DecisionMetrics.DECISIONS)).containsExactly(Map.entry("admitted", 1.0));
    assertThat(heard).hasSize(1);
  }

  @Test
  void decision_saysWhyATokenWasNotBelieved() {
    List<String> lines = new ArrayList<>();
    ConnectGate gate =
        ConnectGate.builder()
            .verifier(Callers.VERIFIER)
            .routes(ROUTES)
            .listener(decision -> lines.add(decision.line()))
            .build();
    attempt(
        gate,
        Request.get("/me").header("Authorization", "Bearer " + Callers.token().flippedByte()));
    attempt(gate, Request.get("/me"));
    assertThat(lines)
        .containsExactly(
            "GET /me refused: invalid_token (bad_signature)", "GET /me refused: missing_token");
  }

  private static CallerVerifier throwing(Supplier<RuntimeException> failure) {
    return new CallerVerifier() {
      @Override
      public Caller verify(String credential) {
        throw failure.get();
      }

      @Override
      public List<String> loosened() {
        return List.of();
      }
    };
  }
}
