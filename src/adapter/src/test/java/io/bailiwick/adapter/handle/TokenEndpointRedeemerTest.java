package io.bailiwick.adapter.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bailiwick.adapter.handle.RedeemingUnavailable.Reason;
import io.bailiwick.adapter.limit.ClientAddress;
import io.bailiwick.adapter.token.TokenRejected;
import io.bailiwick.testkit.TestLog;
import io.bailiwick.testkit.TestTickets;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a token endpoint on loopback that redeems as Bailiwick's providers do. */
class TokenEndpointRedeemerTest {
  private static final ClientAuthentication CLIENT =
      ClientAuthentication.secret(TestTickets.CLIENT_ID, TestTickets.CLIENT_SECRET);
  private static final Duration PATIENT = Duration.ofSeconds(20);

  private final TestTickets tickets = TestTickets.start();
  private final TokenEndpointRedeemer redeemer = redeemer(PATIENT, 16);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
    tickets.close();
  }

  private TokenEndpointRedeemer redeemer(Duration timeout, int atOnce) {
    return TokenEndpointRedeemer.at(tickets.tokenEndpoint())
        .client(CLIENT)
        .timeout(timeout)
        .atOnce(atOnce)
        .build();
  }

  @Test
  void ticket_isRedeemedOnce() {
    Ticket ticket = ticket(tickets.mint("the.access.token", Optional.empty()));
    assertThat(redeemer.redeem(ticket, Optional.empty())).isEqualTo("the.access.token");
    assertThat(refused(ticket, Optional.empty())).isEqualTo(TokenRejected.Reason.HANDLE_REFUSED);
  }

  @Test
  void request_isTheGrantWithTicketOriginAndClient() {
    String ticket = tickets.mint("t", Optional.of("https://app.example.com"));
    redeemer.redeem(ticket(ticket), Optional.of("https://app.example.com"));
    assertThat(tickets.requests()).hasSize(1);
    assertThat(tickets.requests().get(0))
        .containsEntry("grant_type", "urn:bailiwick:params:oauth:grant-type:ticket")
        .containsEntry("ticket", ticket)
        .containsEntry("origin", "https://app.example.com")
        .containsEntry("Authorization", CLIENT.authorization().orElseThrow())
        .hasSize(4);
  }

  @Test
  void otherOriginOrNone_isRefused() {
    for (Optional<String> origin :
        List.of(Optional.<String>empty(), Optional.of("https://evil.example"))) {
      Ticket ticket = ticket(tickets.mint("t", Optional.of("https://app.example.com")));
      assertThat(refused(ticket, origin)).isEqualTo(TokenRejected.Reason.HANDLE_REFUSED);
    }
    Ticket fromNowhere = ticket(tickets.mint("t", Optional.empty()));
    assertThat(redeemer.redeem(fromNowhere, Optional.of("https://app.example.com"))).isEqualTo("t");
  }

  @Test
  void originThatNobodyHas_costsTheIssuerNothing() {
    Ticket ticket = ticket(tickets.unknown());
    assertThat(refused(ticket, Optional.of("https://" + "x".repeat(2000))))
        .isEqualTo(TokenRejected.Reason.HANDLE_REFUSED);
    assertThat(tickets.requests()).isEmpty();
  }

  @Test
  void wrongSecret_isUnavailableAndNotTheCallersFault() {
    TokenEndpointRedeemer wrong =
        TokenEndpointRedeemer.at(tickets.tokenEndpoint())
            .client(ClientAuthentication.secret(TestTickets.CLIENT_ID, "another secret"))
            .timeout(PATIENT)
            .build();
    assertThat(unavailable(wrong).reason()).isEqualTo(Reason.NOT_AUTHORIZED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {}                                                    | MALFORMED",
        "200 | null                                                  | MALFORMED",
        "200 | []                                                    | MALFORMED",
        "200 | not json                                              | MALFORMED",
        "200 | {\"access_token\":\"t\"}                              | MALFORMED",
        "200 | {\"access_token\":7,\"token_type\":\"Bearer\"}        | MALFORMED",
        "200 | {\"access_token\":\"t\",\"token_type\":\"N_A\"}       | MALFORMED",
        "200 | {\"access_token\":\"t\",\"access_token\":\"u\",\"token_type\":\"Bearer\"} |"
            + " MALFORMED",
        "400 | {\"error\":\"unsupported_grant_type\"}                | NOT_AUTHORIZED",
        "400 | {\"error\":\"unauthorized_client\"}                   | NOT_AUTHORIZED",
        "400 | {\"error\":[\"invalid_grant\"]}                       | NOT_AUTHORIZED",
        "400 | <html>                                                | NOT_AUTHORIZED",
        "401 | {\"error\":\"invalid_grant\"}                         | NOT_AUTHORIZED",
        "404 | {}                                                    | NOT_AUTHORIZED",
        "429 | {}                                                    | SERVER_ERROR",
        "500 | {\"error\":\"invalid_grant\"}                         | SERVER_ERROR",
        "503 | {}                                                    | SERVER_ERROR"
      })
  void answerThatIsNeitherTokenNorRefusal_isUnavailable(int status, String body, Reason reason) {
    tickets.script(status, Map.of(), body);
    assertThat(unavailable(redeemer).reason()).isEqualTo(reason);
  }

  @Test
  void redirect_isNotFollowed() {
    try (TestTickets elsewhere = TestTickets.start()) {
      tickets.script(307, Map.of("Location", elsewhere.tokenEndpoint().toString()), "");
      assertThat(unavailable(redeemer).reason()).isEqualTo(Reason.REDIRECTED);
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void hugeAnswer_isBrokenOff() {
    tickets.script(200, Map.of(), "x".repeat(100_000));
    assertThat(unavailable(redeemer).reason()).isEqualTo(Reason.TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "0, 1", "999, 60", "-3, 5", "soon, 5"})
  void retryAfter_isTakenWithinBounds(String said, int seconds) {
    tickets.script(503, Map.of("Retry-After", said), "{}");
    assertThat(unavailable(redeemer).retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void nobodyThere_isUnreachable() {
    tickets.close();
    assertThat(unavailable(redeemer).reason()).isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void silence_isTimedOut() {
    tickets.hold();
    assertThat(unavailable(redeemer(Duration.ofMillis(200), 1)).reason())
        .isEqualTo(Reason.TIMED_OUT);
  }

  @Test
  void moreCallsThanMayRun_areRefusedAtOnceAndTheirPlacesComeBack() throws Exception {
    TokenEndpointRedeemer two = redeemer(PATIENT, 2);
    tickets.hold();
    List<CompletableFuture<String>> held = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Ticket ticket = ticket(tickets.mint("t", Optional.empty()));
      held.add(CompletableFuture.supplyAsync(() -> two.redeem(ticket, Optional.empty())));
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (tickets.requests().size() < 2 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(unavailable(two).reason()).isEqualTo(Reason.BUSY);
    assertThat(tickets.requests()).hasSize(2);
    tickets.release();
    for (CompletableFuture<String> one : held) {
      assertThat(one.get(20, TimeUnit.SECONDS)).isEqualTo("t");
    }
    Ticket after = ticket(tickets.mint("after", Optional.empty()));
    assertThat(two.redeem(after, Optional.empty())).isEqualTo("after");
  }

  @Test
  void floodFromOneAddress_leavesPlacesForOthers() throws Exception {
    TokenEndpointRedeemer four = redeemer(PATIENT, 4);
    tickets.hold();
    List<CompletableFuture<String>> held = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      held.add(redeemedLater(four, "203.0.113.7"));
    }
    awaitRequests(2);
    // half of the places is all that one gets
    assertThat(busyFor(four, "203.0.113.7")).isEqualTo(Reason.BUSY);
    held.add(redeemedLater(four, "198.51.100.1"));
    awaitRequests(3);
    assertThat(busyFor(four, "198.51.100.1")).isEqualTo(Reason.BUSY);
    held.add(redeemedLater(four, "2001:db8::1"));
    awaitRequests(4);
    assertThat(busyFor(four, "192.0.2.1")).isEqualTo(Reason.BUSY);
    tickets.release();
    for (CompletableFuture<String> one : held) {
      assertThat(one.get(20, TimeUnit.SECONDS)).isEqualTo("t");
    }
  }

  private CompletableFuture<String> redeemedLater(TokenEndpointRedeemer by, String from) {
    Ticket ticket = ticket(tickets.mint("t", Optional.empty()));
    return CompletableFuture.supplyAsync(
        () -> by.redeem(ticket, Optional.empty(), address(from)), threads);
  }

  private Reason busyFor(TokenEndpointRedeemer by, String from) {
    Ticket ticket = ticket(tickets.mint("t", Optional.empty()));
    return catchThrowableOfType(
            RedeemingUnavailable.class, () -> by.redeem(ticket, Optional.empty(), address(from)))
        .reason();
  }

  private void awaitRequests(int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (tickets.requests().size() < count && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(tickets.requests()).hasSize(count);
  }

  private static ClientAddress address(String text) {
    return ClientAddress.of(ClientAddress.literal(text).orElseThrow());
  }

  @Test
  void failure_isToldOnceAndNamesNothingSecret() {
    try (TestLog log = TestLog.everything()) {
      tickets.script(500, Map.of(), "{}");
      String ticket = tickets.unknown();
      for (int i = 0; i < 3; i++) {
        RedeemingUnavailable failed =
            catchThrowableOfType(
                RedeemingUnavailable.class,
                () -> redeemer.redeem(ticket(ticket), Optional.empty()));
        assertThat(failed.toString()).doesNotContain(ticket);
      }
      String all = String.join("\n", log.lines());
      assertThat(all.split("SERVER_ERROR", -1)).hasSize(2);
      assertThat(all)
          .contains("be redeemed at")
          .doesNotContain(ticket.substring(4), TestTickets.CLIENT_SECRET)
          .doesNotContain(CLIENT.authorization().orElseThrow().substring(6));
    }
    assertThat(redeemer.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://id.example.com/token",
        "/token",
        "https:///token",
        "https://user@id.example.com/token",
        "https://id.example.com/token#x"
      })
  void addressThatIsNone_isRefused(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TokenEndpointRedeemer.at(URI.create(address)));
  }

  @Test
  void plainHttp_isForThisMachineUnlessLoosened() {
    TokenEndpointRedeemer.Builder remote =
        TokenEndpointRedeemer.ofIssuer("http://id.example.com/realms/agents/").client(CLIENT);
    assertThatIllegalStateException().isThrownBy(remote::build);
    assertThat(remote.allowPlainHttp().build().loosened())
        .singleElement()
        .asString()
        .startsWith("allowPlainHttp")
        .contains("/realms/agents/protocol/openid-connect/token");
    assertThat(redeemer.loosened()).isEmpty();
  }

  @Test
  void builder_demandsAClientAndSaysNoTwice() {
    TokenEndpointRedeemer.Builder builder =
        TokenEndpointRedeemer.ofIssuer("https://id.example.com/realms/agents");
    assertThatIllegalStateException().isThrownBy(builder::build);
    builder.client(CLIENT).timeout(PATIENT).atOnce(1);
    assertThatIllegalStateException().isThrownBy(() -> builder.client(CLIENT));
    assertThatIllegalStateException().isThrownBy(() -> builder.timeout(PATIENT));
    assertThatIllegalStateException().isThrownBy(() -> builder.atOnce(1));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TokenEndpointRedeemer.ofIssuer("https://id.example.com").timeout(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TokenEndpointRedeemer.ofIssuer("https://id.example.com").atOnce(0));
  }

  private TokenRejected.Reason refused(Ticket ticket, Optional<String> origin) {
    TokenRejected refused =
        catchThrowableOfType(TokenRejected.class, () -> redeemer.redeem(ticket, origin));
    assertThat(refused).isNotNull();
    return refused.reason();
  }

  private RedeemingUnavailable unavailable(TokenEndpointRedeemer asked) {
    Ticket ticket = ticket(tickets.mint("t", Optional.empty()));
    RedeemingUnavailable unavailable =
        catchThrowableOfType(
            RedeemingUnavailable.class, () -> asked.redeem(ticket, Optional.empty()));
    assertThat(unavailable).isNotNull();
    return unavailable;
  }

  private static Ticket ticket(String text) {
    return Ticket.of(text).orElseThrow();
  }
}
