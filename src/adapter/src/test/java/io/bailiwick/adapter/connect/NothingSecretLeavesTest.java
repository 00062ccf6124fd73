package io.bailiwick.adapter.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.handle.ClientAuthentication;
import io.bailiwick.adapter.handle.TokenEndpointRedeemer;
import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.listing.Listing;
import io.bailiwick.adapter.route.Requirement;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.testing.Request;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.CallerVerifier;
import io.bailiwick.adapter.token.SecurityKey;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestLog;
import io.bailiwick.testkit.TestTickets;
import io.bailiwick.testkit.TestToken;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every logger of the process at its most talkative, and all that a caller is told. */
class NothingSecretLeavesTest {
  private static final String ORIGIN = "https://os.example.com";
  private static final String KEY = "a-security-key-of-this-test-only";
  private static final RouteMap ROUTES =
      RouteMap.builder()
          .route("GET", "/me", Requirement.authenticated())
          .route("GET", "/config", Requirement.allOf("config:read"))
          .list("/agents", "agents", "read")
          .build();

  private final List<String> told = new ArrayList<>();
  private final TestLog log = TestLog.everything();

  @AfterEach
  void stop() {
    log.close();
  }

  private ConnectGate gate(CallerVerifier verifier) {
    return gate().verifier(verifier).build();
  }

  private ConnectGate.Builder gate() {
    DecisionListener log = DecisionListener.logging(System.getLogger("decisions"));
    return ConnectGate.builder()
        .routes(ROUTES)
        .listener(
            decision -> {
              told.add(decision.toString());
              log.decided(decision);
            });
  }

  /** Tries it as a request and as a connection, and hears all that is said about it. */
  @SuppressWarnings("ObjectToString") // what an object says of itself, by default or not
  private void attempt(ConnectGate gate, Request request) {
    for (String path : List.of("/me", "/config", "/agents", "/agents/a1/room/42", "/a%2Fb")) {
      Request asked = new Request("GET", path, request.rawQuery(), request.sent());
      try {
        told.add(gate.admit(asked).toString());
      } catch (Refused e) {
        hear(gate, e);
      }
      try {
        AgentConnection connection = gate.open(asked);
        told.add(connection + " " + connection.caller() + " " + connection.agent());
      } catch (Refused e) {
        hear(gate, e);
      }
    }
  }

  private void hear(ConnectGate gate, Refused refused) {
    Answer answer = gate.answer(refused.refusal());
    StringWriter trace = new StringWriter();
    refused.printStackTrace(new PrintWriter(trace, true));
    told.add(answer + " " + refused.refusal() + " " + refused.refusal().closeReason() + trace);
  }

  private void assertSecret(String... credentials) {
    String all = String.join("\n", told) + String.join("\n", log.lines());
    for (String credential : credentials) {
      for (String part : credential.split("\\.", -1)) {
        // a header that says no more than "none" is the same for everybody
        if (part.length() > 8) {
          assertThat(all.contains(part)).as("%s leaked", part).isFalse();
        }
      }
    }
  }

  private static List<String> tokens(TestToken good) {
    return List.of(
        good.sign(),
        good.scopes("agents:a1:run", "agents:read").sign(),
        good.agent("a2", "room", "42").sign(),
        good.expired().sign(),
        good.wrongAudience().sign(),
        good.wrongIssuer().sign(),
        good.flippedByte(),
        good.unsigned(),
        good.hs256WithPublicKey(),
        good.refreshToken().sign(),
        good.idToken().sign(),
        good.without("exp").sign(),
        good.duplicateClaim("sub", "ada"),
        good.claim("scope", "agents:other:run").sign(),
        good.claim("agent", "not an object").sign(),
        good.signedWith(TestKey.generate("unknown-key-id-of-this-test", "RS256")).sign(),
        good.sign() + ".more-than-three-parts",
        "not-a-token-at-all-but-secret-all-the-same");
  }

  @Test
  void noToken_isLoggedOrToldAnybody() {
    for (String token : tokens(Callers.ISSUER.token())) {
      ConnectGate gate = gate(Callers.VERIFIER);
      attempt(gate, Request.get("/").header("Authorization", "Bearer " + token));
      attempt(gate, Request.get("/").header("Authorization", token));
      attempt(gate, Request.get("/").header("Authorization", "Basic " + token));
      attempt(gate, Request.get("/").query("access_token=" + token));
      assertSecret(token);
    }
    assertThat(String.join("\n", log.lines()))
        .contains("admitted", "refused: expired_token", "refused: invalid_token");
  }

  @Test
  void noCookie_isLoggedOrToldAnybody() {
    for (String token : tokens(Callers.ISSUER.token())) {
      ConnectGate gate =
          gate()
              .verifier(Callers.VERIFIER)
              .credentials(CredentialPlaces.builder().sessionCookie("sid", List.of(ORIGIN)).build())
              .build();
      Request cookie = Request.get("/").header("Cookie", "other=1; sid=" + token);
      attempt(gate, cookie.header("Origin", ORIGIN));
      attempt(gate, cookie.header("Origin", "https://elsewhere.example.com"));
      attempt(gate, cookie.header("Cookie", "sid=another-cookie-value"));
      attempt(gate, cookie.header("Authorization", "Bearer another-credential"));
      assertSecret(token, "another-cookie-value", "another-credential");
    }
  }

  /** Every place that a socket has, for credentials good and bad, at the log level of all. */
  @Test
  void nothingThatASocketCarries_isLoggedOrToldAnybody() {
    try (TestTickets tickets = TestTickets.start()) {
      CredentialPlaces.Builder places =
          CredentialPlaces.builder()
              .tickets(
                  TokenEndpointRedeemer.at(tickets.tokenEndpoint())
                      .client(
                          ClientAuthentication.secret(
                              TestTickets.CLIENT_ID, TestTickets.CLIENT_SECRET))
                      .timeout(Duration.ofSeconds(20))
                      .build())
              .apiKeys(
                  key -> {
                    throw new IllegalStateException("The key store choked on " + key);
                  })
              .connectionParams()
              .subprotocol()
              .firstMessage();
      ConnectGate strict = gate().verifier(Callers.VERIFIER).credentials(places.build()).build();
      ConnectGate loose =
          gate()
              .verifier(Callers.VERIFIER)
              .credentials(places.acceptTokenInQuery().build())
              .build();
      TestToken good = Callers.token("agents:a1:run");
      for (String secret :
          List.of(
              good.sign(),
              good.expired().sign(),
              tickets.mint(good),
              tickets.mint(good.expired()),
              tickets.mint(good.sign(), Optional.empty()),
              tickets.mint("no-token-at-all-but-still-secret", Optional.empty()),
              tickets.mint(good, ORIGIN),
              tickets.unknown())) {
        for (ConnectGate gate : List.of(strict, loose)) {
          carry(gate, secret);
        }
        assertSecret(secret);
      }
      tickets.script(500, Map.of(), "{}");
      String unanswered = tickets.unknown();
      carry(strict, unanswered);
      assertSecret(unanswered, TestTickets.CLIENT_SECRET, "no-token-at-all-but-still-secret");
    }
    assertThat(String.join("\n", log.lines()))
        .contains("refused: unavailable", "(handle_refused)", "(wrong_auth_method)", "admitted");
  }

  private void carry(ConnectGate gate, String secret) {
    Request path = Request.get("/agents/a1/room/42");
    List<Request> carrying =
        List.of(
            path.query("ticket=" + secret),
            path.query("token=" + secret),
            path.query("access_token=" + secret),
            path.header("Sec-WebSocket-Protocol", "bailiwick, bailiwick.token." + secret),
            path.header("Sec-WebSocket-Protocol", "bailiwick.token." + secret),
            path.header("X-Connection-Params", "{\"token\":\"" + secret + "\"}"),
            path.header("X-Connection-Params", "{\"token\":\"" + secret),
            path.header("X-Connection-Params", "{\"other\":\"" + secret + "\"}"),
            path.header("X-API-Key", secret));
    for (Request request : carrying) {
      try {
        AgentConnection connection = gate.open(request);
        told.add(connection.toString() + connection.caller());
      } catch (Refused e) {
        hear(gate, e);
      }
      told.add(String.valueOf(gate.awaitCredential(request)));
      told.add(gate.queryWithoutCredentials(request.rawQuery().orElse("")));
      try {
        told.add(String.valueOf(gate.params(request)) + gate.subprotocol(request));
      } catch (Refused e) {
        hear(gate, e);
      }
    }
    for (String message :
        List.of(
            "{\"action\":\"authenticate\",\"token\":\"" + secret + "\"}",
            "{\"action\":\"authenticate\",\"token\":\"" + secret,
            secret)) {
      try {
        told.add(gate.awaitCredential(path).orElseThrow().open(message).toString());
      } catch (Refused e) {
        hear(gate, e);
      }
    }
  }

  @Test
  void noSecurityKey_isLoggedOrToldAnybody() {
    ConnectGate gate = gate(SecurityKey.forDevelopment(KEY));
    told.add(gate.loosened().toString());
    String wrong = "another-key-that-was-only-tried";
    attempt(gate, Request.get("/").header("Authorization", "Bearer " + KEY));
    attempt(gate, Request.get("/").header("Authorization", "Bearer " + wrong));
    assertSecret(KEY, wrong);
    assertThat(String.join("\n", log.lines())).contains("sub=\"security-key\"", "invalid_token");
  }

  @Test
  void noTokenOfAnIssuerInTrouble_isLoggedOrToldAnybody() {
    try (TestIssuer issuer = TestIssuer.start(Callers.CLOCK);
        JwksUrl keys =
            JwksUrl.ofIssuer(issuer.issuer())
                .clock(Callers.CLOCK)
                .patience(Duration.ofSeconds(20))
                .timeout(Duration.ofSeconds(20))
                .build()) {
      ConnectGate gate =
          gate(
              AgentTokenVerifier.builder()
                  .issuer(issuer.issuer(), keys)
                  .audience(TestIssuer.AUDIENCE)
                  .clock(Callers.CLOCK)
                  .build());
      for (TestIssuer.Fault fault :
          List.of(TestIssuer.Fault.DOWN, TestIssuer.Fault.GARBAGE, TestIssuer.Fault.EMPTY)) {
        issuer.fail(fault);
        String token = issuer.token().sign();
        attempt(gate, Request.get("/").header("Authorization", "Bearer " + token));
        assertSecret(token);
      }
      assertThat(String.join("\n", told)).contains("unavailable");
    }
  }

  @Test
  void exceptionThatQuotesTheToken_isLoggedWithoutItsMessage() {
    String token = Callers.token("agents:read").sign();
    ConnectGate gate = gate(new Quoting());
    attempt(gate, Request.get("/").header("Authorization", "Bearer " + token));
    Listing<String> listing =
        Listing.<String>of("agents", "read", id -> id)
            .onlyWhere(
                (caller, id) -> {
                  throw new IllegalStateException(token);
                });
    assertThat(listing.filter(Callers.holding("agents:read"), List.of("a1"))).isEmpty();
    assertSecret(token);
    assertThat(String.join("\n", log.lines())).contains("incident", "IllegalStateException");
  }

  /** Puts what it was given into its exceptions, as parsers do. */
  private static final class Quoting implements CallerVerifier {
    @Override
    public Caller verify(String credential) {
      throw new IllegalStateException(credential, new IllegalArgumentException(credential));
    }

    @Override
    public List<String> loosened() {
      return List.of();
    }
  }
}
