package io.bailiwick.adapter.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bailiwick.adapter.route.AgnoPreset;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.testing.Request;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.CallerVerifier;
import io.bailiwick.adapter.token.SecurityKey;
import io.bailiwick.adapter.token.TokenRejected;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong admits nobody, and says nothing of a credential. */
class FailClosedTest {
  private static final String SECRET = "s3cr3t-token-text";

  private static final RouteMap ROUTES =
      RouteMap.builder().route("GET", "/me", Requirement.authenticated()).build();

  private static final Request ASKED =
      Request.get("/me").header("Authorization", "Bearer " + SECRET);

  @Test
  void unexpectedException_isMaskedAndLoggedUnderAnId() {
    ConnectGate gate =
        gate(
            () -> {
              throw new IllegalStateException("choked on " + SECRET, new Error(SECRET));
            });
    List<String> log = new ArrayList<>();
    Refusal refusal = logged(log, () -> refused(gate, ASKED));
    assertThat(refusal.code()).isEqualTo(Refusal.Code.INTERNAL_ERROR);
    String incident = refusal.incident().orElseThrow();
    assertThat(gate.answer(refusal).body()).contains(incident).doesNotContain(SECRET);
    assertThat(log)
        .singleElement()
        .asString()
        .contains(incident)
        .contains("IllegalStateException")
        .contains(FailClosedTest.class.getName())
        .doesNotContain(SECRET);
  }

  @Test
  @SuppressWarnings("NullAway") // what a verifier that is not null-marked may do
  void verifierThatReturnsNull_admitsNobody() {
    ConnectGate gate = gate(() -> null);
    assertThat(refused(gate, ASKED).code()).isEqualTo(Refusal.Code.INTERNAL_ERROR);
    Refused opened = catchThrowableOfType(Refused.class, () -> gate.open(Request.get("/agents/a")));
    assertThat(opened.refusal().code()).isEqualTo(Refusal.Code.MISSING_TOKEN);
  }

  @Test
  void requestThatThrows_admitsNobody() {
    ConnectGate gate = gate(() -> Callers.holding("agent_os:admin"));
    ConnectRequest broken =
        new ConnectRequest() {
          @Override
          public String method() {
            return "GET";
          }

          @Override
          public String rawPath() {
            throw new IllegalStateException("gone");
          }

          @Override
          public Optional<String> rawQuery() {
            return Optional.empty();
          }

          @Override
          public List<String> headers(String name) {
            return List.of();
          }
        };
    List<String> log = new ArrayList<>();
    assertThat(logged(log, () -> refused(gate, broken)).code())
        .isEqualTo(Refusal.Code.INTERNAL_ERROR);
  }

  @Test
  void everyReasonOfRejection_is401_andTooMuchIs429() {
    for (TokenRejected.Reason reason : TokenRejected.Reason.values()) {
      Refusal refusal =
          refused(
              gate(
                  () -> {
                    throw new TokenRejected(reason);
                  }),
              ASKED);
      assertThat(refusal.status())
          .as(reason.name())
          .isEqualTo(reason == TokenRejected.Reason.TOO_MANY_PROOFS ? 429 : 401);
    }
  }

  @Test
  void listenerThatThrows_changesNoDecision() {
    ConnectGate gate =
        ConnectGate.builder()
            .verifier(verifier(() -> Callers.holding()))
            .routes(ROUTES)
            .listener(
                decision -> {
                  throw new IllegalStateException(SECRET);
                })
            .build();
    List<String> log = new ArrayList<>();
    assertThat(logged(log, () -> gate.admit(ASKED)).caller()).isPresent();
    assertThat(logged(log, () -> refused(gate, Request.get("/me"))).code())
        .isEqualTo(Refusal.Code.MISSING_TOKEN);
    assertThat(log).hasSize(4).noneMatch(line -> line.contains(SECRET));
  }

  @Test
  void decision_tellsWhoAndWhat_andNothingOfTheToken() {
    List<Decision> heard = new ArrayList<>();
    ConnectGate gate =
        ConnectGate.builder()
            .verifier(Callers.VERIFIER)
            .routes(ROUTES)
            .listener(heard::add)
            .build();
    String token = Callers.token().subject("eve\" admitted").sign();
    gate.admit(Request.get("/me").header("Authorization", "Bearer " + token));
    refused(gate, Request.of("GET\r\nX", "/nothing?" + SECRET));
    refused(gate, Request.get("/" + SECRET).header("Authorization", "Bearer " + token));
    assertThat(heard)
        .extracting(Decision::line)
        .containsExactly(
            "GET /me sub=\"eve? admitted\" client=\"demo-cli\" admitted",
            "? (unmapped) refused: invalid_request",
            "GET (unmapped) sub=\"eve? admitted\" client=\"demo-cli\" refused: forbidden");
    assertThat(heard).noneMatch(decision -> decision.toString().contains(token));
  }

  @Test
  void decisionLine_isOneLine_whateverItIsMadeOf() {
    Decision decision =
        new Decision(
            "GET",
            Optional.empty(),
            Optional.of("eve\r\nPOST /x admitted\u2028\u202e\u0000 \\\"" + "x".repeat(300)),
            Optional.of("\ud800"),
            Optional.of(Refusal.Code.FORBIDDEN),
            Optional.empty(),
            Optional.empty());
    assertThat(decision.line())
        .startsWith("GET (unmapped) sub=\"eve??POST /x admitted??? ??xxx")
        .endsWith("x\" client=\"?\" refused: forbidden")
        .hasSizeLessThan(350);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /me sub=\"ada\" admitted",
        "GET /me",
        "GET\u00a0/me",
        "GET\nX",
        "a-key-of-few-letters",
        "get",
        "",
        "a-token-that-was-sent-where-the-method-belongs"
      })
  void methodThatIsNone_isNotPartOfTheLine(String method) {
    Decision decision =
        new Decision(
            method,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Refusal.Code.FORBIDDEN),
            Optional.empty(),
            Optional.empty());
    assertThat(decision.line()).isEqualTo("? (unmapped) refused: forbidden");
  }

  @Property(tries = 300)
  void noAuthorizationHeader_isEchoed(@ForAll String value) {
    ConnectGate gate = gate(() -> Callers.holding("agent_os:admin"));
    String marked = SECRET + value;
    Answer answer =
        gate.answer(refused(gate, Request.get("/x").header("Authorization", "Bearer " + marked)));
    assertThat(answer.body() + answer.headers()).doesNotContain(SECRET);
  }

  @Test
  void gateWithoutVerifierOrRoutes_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> ConnectGate.builder().routes(ROUTES).build());
    assertThatIllegalStateException()
        .isThrownBy(() -> ConnectGate.builder().verifier(Callers.VERIFIER).build());
  }

  @Test
  void settingAThingTwice_isAnError() {
    ConnectGate.Builder builder = ConnectGate.builder().routes(ROUTES).realm("x");
    assertThatIllegalStateException().isThrownBy(() -> builder.routes(ROUTES));
    assertThatIllegalStateException().isThrownBy(() -> builder.realm("y"));
  }

  @Test
  void settingsThatCanNotBeRight_areRefused() {
    ConnectGate.Builder builder = ConnectGate.builder();
    assertThatIllegalArgumentException().isThrownBy(() -> builder.realm("a\r\nSet-Cookie: x"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.connectAction("run:x"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.hiddenAsNotFound(""));
    for (String url : List.of("/relative", "ftp://h/x", "https://h/x#f", "urn:x")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder.resourceMetadata(URI.create(url)));
    }
  }

  @Test
  void securityKeyWithASessionCookie_isRefused() {
    ConnectGate.Builder builder =
        ConnectGate.builder()
            .verifier(SecurityKey.forDevelopment("0123456789abcdef"))
            .routes(ROUTES)
            .credentials(
                CredentialPlaces.builder()
                    .sessionCookie("session", Set.of("https://os.example.com"))
                    .build());
    assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("session");
  }

  @Test
  void whatLoosens_isListedWithWhereItComesFrom() {
    ConnectGate gate =
        ConnectGate.builder()
            .verifier(SecurityKey.forDevelopment("0123456789abcdef"))
            .routes(AgnoPreset.builder().build())
            .credentials(CredentialPlaces.builder().acceptBareToken().build())
            .build();
    assertThat(gate.loosened())
        .hasSize(6)
        .anyMatch(line -> line.startsWith("security key"))
        .anyMatch(line -> line.startsWith("allowUnmapped"))
        .anyMatch(line -> line.startsWith("acceptBareToken"));
    assertThat(
            gate.admit(Request.get("/config").header("Authorization", "0123456789abcdef"))
                .requireCaller()
                .scopes()
                .isAdmin())
        .isTrue();
  }

  @Test
  void gateAsItComes_loosensNothing() {
    assertThat(ConnectGate.builder().verifier(Callers.VERIFIER).routes(ROUTES).build().loosened())
        .isEmpty();
  }

  private static ConnectGate gate(Supplier<Caller> verified) {
    return ConnectGate.builder().verifier(verifier(verified)).routes(ROUTES).build();
  }

  private static CallerVerifier verifier(Supplier<Caller> verified) {
    return new CallerVerifier() {
      @Override
      public Caller verify(String credential) {
        return verified.get();
      }

      @Override
      public List<String> loosened() {
        return List.of();
      }
    };
  }

  private static Refusal refused(ConnectGate gate, ConnectRequest request) {
    Refused refused = catchThrowableOfType(Refused.class, () -> gate.admit(request));
    assertThat(refused).isNotNull();
    return refused.refusal();
  }

  /** Runs with the gate's own log caught, and kept from the console. */
  private static <T> T logged(List<String> lines, Supplier<T> run) {
    Logger logger = Logger.getLogger(ConnectGate.class.getName());
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            lines.add(entry.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      return run.get();
    } finally {
      logger.setUseParentHandlers(true);
      logger.removeHandler(handler);
    }
  }
}
