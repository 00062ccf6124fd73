package io.bailiwick.it.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.Http;
import io.bailiwick.it.realm.RealmFile;
import java.net.http.HttpRequest;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tickets asked for by a page: what a browser is told (Fetch standard, CORS), and is refused. */
final class TicketOriginIT {
  private static final String OS = TestRealm.RESEARCH_OS;
  private static final String ORIGIN = "https://app.example.com";
  private static final String ALLOWED = "Access-Control-Allow-Origin";
  private static TestRealm realm;
  private static Tickets tickets;

  @BeforeAll
  static void open() {
    realm = TestRealm.demo(TicketOriginIT::withOrigin);
    tickets = new Tickets(realm);
  }

  private static RealmFile withOrigin(RealmFile file) {
    return Tickets.withOrigin(Tickets.withOrigin(file, "demo-cli", ORIGIN), "demo-agent", "*");
  }

  @AfterAll
  static void close() {
    realm.close();
  }

  private static Http.Answer mint(String origin) {
    return tickets.mint(
        realm.person("bert").resource(OS).send().accessToken(), OS, "Origin", origin);
  }

  @Test
  void preflight_allowsThePostWithItsHeaders() {
    Http.Answer answer =
        Http.send(
            Http.request(tickets.endpoint())
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type,dpop"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header(ALLOWED)).isEqualTo(ORIGIN);
    assertThat(answer.header("Access-Control-Allow-Methods")).contains("POST");
    assertThat(answer.header("Access-Control-Allow-Headers").toLowerCase(Locale.ROOT))
        .contains("authorization", "content-type", "dpop");
  }

  @Test
  void originOfTheClient_getsATicketThatItMayRead() {
    Http.Answer answer = mint(ORIGIN);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header(ALLOWED)).isEqualTo(ORIGIN);
    assertThat(
            tickets.redemption(Tickets.ticketIn(answer)).field("origin", ORIGIN).send().hasToken())
        .isTrue();
  }

  @Test
  void anotherOrigin_getsNone() {
    for (String origin :
        new String[] {
          "https://evil.example",
          "http://app.example.com",
          "https://app.example.com:444",
          "https://APP.example.com",
          ORIGIN + ".evil.example",
          "null"
        }) {
      Http.Answer answer = mint(origin);
      assertThat(answer.status()).as(origin).isEqualTo(403);
      assertThat(answer.json().path("error").asText()).isEqualTo("access_denied");
      assertThat(answer.header(ALLOWED)).isEmpty();
    }
  }

  @Test
  void anyOriginAllowed_bindsTheTicketToTheOneThatAsked_andStillNoneIsNull() {
    String token =
        realm
            .tokenRequest("demo-agent")
            .secret("demo-agent-secret")
            .person("bert")
            .resource(OS)
            .send()
            .accessToken();
    String ticket = tickets.ticket(token, OS, "Origin", "https://any.example");

    assertThat(tickets.mint(token, OS, "Origin", "null").status()).isEqualTo(403);
    assertThat(tickets.redemption(ticket).field("origin", ORIGIN).send().error())
        .isEqualTo("invalid_grant");
  }

  @Test
  void refusals_canBeReadByThePageThatMayAsk() {
    String token = realm.person("bert").resource(OS).send().accessToken();

    Http.Answer target = tickets.mint(token, TestRealm.ARCHIVE_OS, "Origin", ORIGIN);
    Http.Answer unauthorized = tickets.mint("x", OS, "Origin", ORIGIN);

    assertThat(target.status()).isEqualTo(400);
    assertThat(target.header(ALLOWED)).isEqualTo(ORIGIN);
    assertThat(unauthorized.status()).isEqualTo(401);
    assertThat(unauthorized.header(ALLOWED)).isEqualTo(ORIGIN);
  }
}
