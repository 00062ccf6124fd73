package io.bailiwick.adapter.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bailiwick.adapter.testing.Request;
import io.bailiwick.adapter.token.Presentation.Scheme;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the opening request of a socket may carry a credential. */
class SocketCredentialsTest {
  private static final String OWN = "https://os.example.com";
  private static final String TICKET = "bwt_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
  private static final String OTHER = "bwt_AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
  private static final CredentialFinder NONE = finder(CredentialPlaces.builder());
  private static final CredentialFinder ALL =
      finder(
          CredentialPlaces.builder()
              .apiKeys(key -> "never asked here")
              .tickets((ticket, origin) -> "never asked here")
              .sessionCookie("session", Set.of(OWN))
              .connectionParams()
              .subprotocol());

  @Test
  void ticketInTheQuery_isFound() {
    assertThat(ALL.findForSocket(get().query("a=b&ticket=" + TICKET + "&c")))
        .contains(new Credential(CredentialSource.QUERY_TICKET, Scheme.BEARER, TICKET));
    assertThat(ALL.findForSocket(get().query("%74icket=" + TICKET)).orElseThrow().token())
        .isEqualTo(TICKET);
  }

  @Test
  void ticketInTheQuery_isNothingWhereNoneAreTaken_orOfAPlainRequest() {
    assertThat(NONE.findForSocket(get().query("ticket=" + TICKET))).isEmpty();
    Refused plain =
        catchThrowableOfType(Refused.class, () -> ALL.find(get().query("ticket=" + TICKET), false));
    assertThat(plain.refusal().code()).isEqualTo(Refusal.Code.MISSING_TOKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ticket=",
        "ticket",
        "ticket=bwt_short",
        "ticket=eyJhbGciOiJSUzI1NiJ9.e30.c2ln",
        "ticket=%zz",
        "ticket=" + TICKET + "%0A",
        "ticket=" + TICKET + "&ticket=" + TICKET,
        "ticket=" + TICKET + "&ticket=" + OTHER,
        "token=eyJhbGciOiJSUzI1NiJ9.e30.c2ln",
        "access_token=eyJhbGciOiJSUzI1NiJ9.e30.c2ln",
        "token=" + TICKET,
        "ticket=" + TICKET + "&token=x"
      })
  void queryThatHoldsAnythingElse_isRefused(String query) {
    assertThat(refused(ALL, get().query(query))).isEqualTo(Refusal.Code.INVALID_TOKEN);
    // nor does a good header make up for it
    assertThat(refused(ALL, get().query(query).header("Authorization", "Bearer tok")))
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
  }

  @Test
  void tokenInTheQuery_isRefusedUnlessTheSwitchIsOn_andThatIsListed() {
    CredentialPlaces.Builder loose = CredentialPlaces.builder().acceptTokenInQuery();
    assertThat(finder(loose).findForSocket(get().query("token=tok")))
        .contains(new Credential(CredentialSource.QUERY_TOKEN, Scheme.BEARER, "tok"));
    assertThat(refused(finder(loose), get().query("access_token=tok")))
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
    assertThat(refused(NONE, get().query("token=tok"))).isEqualTo(Refusal.Code.INVALID_TOKEN);
    assertThat(refused(NONE, get().query("access_token=tok")))
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
    assertThat(loose.build().loosened())
        .singleElement()
        .asString()
        .startsWith("acceptTokenInQuery");
    assertThat(CredentialPlaces.standard().loosened()).isEmpty();
  }

  @Test
  void subprotocolEntry_isFoundAndOnlyThePlainOneEchoed() {
    for (String sent : List.of("tok", TICKET)) {
      Request request =
          get().header("Sec-WebSocket-Protocol", "bailiwick, bailiwick.token." + sent);
      assertThat(ALL.findForSocket(request))
          .contains(new Credential(CredentialSource.SUBPROTOCOL, Scheme.BEARER, sent));
      assertThat(ALL.spoken(request)).contains("bailiwick");
      assertThat(NONE.findForSocket(request)).isEmpty();
      assertThat(NONE.spoken(request)).isEmpty();
    }
  }

  @Test
  void subprotocolEntriesInSeveralHeaders_areOneList() {
    Request request =
        get()
            .header("Sec-WebSocket-Protocol", "bailiwick.token.tok")
            .header("Sec-WebSocket-Protocol", "other,bailiwick");
    assertThat(ALL.findForSocket(request).orElseThrow().token()).isEqualTo("tok");
    assertThat(ALL.spoken(request)).contains("bailiwick");
  }

  @Test
  void subprotocolEntryWithoutThePlainOneBesideIt_isABadRequest() {
    assertThat(refused(ALL, get().header("Sec-WebSocket-Protocol", "bailiwick.token.tok")))
        .isEqualTo(Refusal.Code.INVALID_REQUEST);
    assertThat(ALL.spoken(get().header("Sec-WebSocket-Protocol", "bailiwick.token.tok"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bailiwick, bailiwick.token.",
        "bailiwick, bailiwick.token.a, bailiwick.token.a",
        "bailiwick, bailiwick.token.a, bailiwick.token.b"
      })
  void subprotocolEntriesThatCantBeMeant_areRefused(String entries) {
    assertThat(refused(ALL, get().header("Sec-WebSocket-Protocol", entries)))
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
  }

  @Test
  void connectionParams_areReadFromHeaderOrSubprotocol() {
    String json = "{\"token\":\"tok\",\"room\":\"4 2\",\"n\":[1,null,true]}";
    for (Request request :
        List.of(
            get().header("X-Connection-Params", json),
            get().header("Sec-WebSocket-Protocol", "bailiwick, bailiwick.params." + encoded(json)),
            get()
                .header("X-Connection-Params", json)
                .header(
                    "Sec-WebSocket-Protocol", "bailiwick, bailiwick.params." + encoded(json)))) {
      assertThat(ALL.findForSocket(request))
          .contains(new Credential(CredentialSource.CONNECTION_PARAMS, Scheme.BEARER, "tok"));
      ConnectionParams params = ALL.params(request, true);
      assertThat(params.text("room")).contains("4 2");
      assertThat(params.text("token")).isEmpty();
      assertThat(params.values()).doesNotContainKey("token").hasSize(2);
      assertThat(params.toString()).doesNotContain("4 2", "room");
      assertThat(NONE.params(request, true)).isEqualTo(ConnectionParams.none());
    }
    assertThat(ALL.find(get().header("X-Connection-Params", json), false).token()).isEqualTo("tok");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "7",
        "\"x\"",
        "{",
        "{\"a\":1}{}",
        "{\"a\":1,\"a\":2}",
        "{'a':1}",
        "{\"a\":NaN}",
        "{\"a\":1e999}",
        "{\"a\":\"é\"}",
        "{\"a\":\"\u0001\"}"
      })
  void paramsThatAreNoObject_areABadRequest(String json) {
    assertThat(refused(ALL, get().header("X-Connection-Params", json)))
        .isEqualTo(Refusal.Code.INVALID_REQUEST);
  }

  @Test
  void paramsOfNull_areNone() {
    assertThat(ALL.findForSocket(get().header("X-Connection-Params", "null"))).isEmpty();
  }

  @Test
  void params_haveAtMost4096Bytes() {
    String frame = "{\"a\":\"\"}";
    String most = "{\"a\":\"" + "x".repeat(ConnectionParams.MAX_BYTES - frame.length()) + "\"}";
    assertThat(ALL.params(get().header("X-Connection-Params", most), true).values()).hasSize(1);
    String more = most.replace("\"}", "x\"}");
    assertThat(refused(ALL, get().header("X-Connection-Params", more)))
        .isEqualTo(Refusal.Code.INVALID_REQUEST);
    // bytes, not characters
    String wide = "{\"a\":\"" + "é".repeat(ConnectionParams.MAX_BYTES / 2) + "\"}";
    assertThat(
            refused(
                ALL,
                get()
                    .header(
                        "Sec-WebSocket-Protocol", "bailiwick, bailiwick.params." + encoded(wide))))
        .isEqualTo(Refusal.Code.INVALID_REQUEST);
    assertThat(
            refused(
                ALL,
                get()
                    .header(
                        "Sec-WebSocket-Protocol",
                        "bailiwick, bailiwick.params." + "a".repeat(20_000))))
        .isEqualTo(Refusal.Code.INVALID_REQUEST);
  }

  @Test
  void paramsThatDisagree_areABadRequest_andACredentialThatIsNoText_isRefused() {
    assertThat(
            refused(
                ALL,
                get()
                    .header("X-Connection-Params", "{\"a\":1}")
                    .header("X-Connection-Params", "{\"a\":2}")))
        .isEqualTo(Refusal.Code.INVALID_REQUEST);
    assertThat(refused(ALL, get().header("X-Connection-Params", "{\"token\":7}")))
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
    assertThat(refused(ALL, get().header("X-Connection-Params", "{\"token\":\"\"}")))
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
  }

  @Test
  void placesThatAgree_areOne_andTheFirstInOrderNamesIt() {
    Request everywhere =
        get()
            .header("X-API-Key", "tok")
            .header("Authorization", "Bearer tok")
            .header("Cookie", "session=tok")
            .header("Origin", OWN)
            .header("X-Connection-Params", "{\"token\":\"tok\"}")
            .header("Sec-WebSocket-Protocol", "bailiwick, bailiwick.token.tok");
    assertThat(ALL.findForSocket(everywhere).orElseThrow().source())
        .isEqualTo(CredentialSource.API_KEY);
  }

  @Test
  void placesThatDisagree_areRefused() {
    List<Request> one =
        List.of(
            get().header("X-API-Key", "a"),
            get().header("Authorization", "Bearer b"),
            get().header("Cookie", "session=c").header("Origin", OWN),
            get().header("X-Connection-Params", "{\"token\":\"d\"}"),
            get().header("Sec-WebSocket-Protocol", "bailiwick, bailiwick.token.e"),
            get().query("ticket=" + TICKET));
    for (Request first : one) {
      assertThat(ALL.findForSocket(first)).isPresent();
      for (Request second : one) {
        if (first != second) {
          Request both = first;
          for (Request.Header header : second.sent()) {
            both = both.header(header.name(), header.value());
          }
          both = second.rawQuery().isPresent() ? both.query(second.rawQuery().get()) : both;
          assertThat(refused(ALL, both)).isEqualTo(Refusal.Code.INVALID_TOKEN);
        }
      }
    }
  }

  @Test
  void cookieOfASocket_needsAnOriginWhateverElseIsSaid() {
    Request cookie = get().header("Cookie", "session=tok");
    assertThat(refused(ALL, cookie.header("Sec-Fetch-Site", "same-origin")))
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
    assertThat(
            ALL.findForSocket(cookie.header("Sec-Fetch-Site", "same-origin").header("Origin", OWN)))
        .isPresent();
  }

  @Test
  void queryWithoutCredentials_keepsTheRestAsItWas() {
    SocketQuery query = NONE.query();
    assertThat(query.withoutCredentials("a=%20b&ticket=x&token=y&access_token=z&c"))
        .isEqualTo("a=%20b&c");
    assertThat(query.withoutCredentials("%74icket=x&%zz=1")).isEmpty();
    assertThat(query.withoutCredentials("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"action\":\"authenticate\",\"token\":\"tok\"}",
        " {\"id\":7, \"token\":\"tok\", \"action\":\"authenticate\"} ",
        "{\"action\":\"authenticate\",\"ticket\":\"tok\"}"
      })
  void firstMessage_isRead(String message) {
    assertThat(FirstMessage.read(message))
        .isEqualTo(new Credential(CredentialSource.FIRST_MESSAGE, Scheme.BEARER, "tok"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "null",
        "{}",
        "[{\"action\":\"authenticate\",\"token\":\"tok\"}]",
        "{\"action\":\"start\",\"token\":\"tok\"}",
        "{\"token\":\"tok\"}",
        "{\"action\":\"authenticate\"}",
        "{\"action\":\"authenticate\",\"token\":null}",
        "{\"action\":\"authenticate\",\"token\":\"tok\"} more",
        "{\"action\":\"authenticate\",\"token\":\"tok\",\"token\":\"tok\"}"
      })
  void firstMessageWithoutACredential_isRefused(String message) {
    assertThat(refusedFirst(message)).isEqualTo(Refusal.Code.MISSING_TOKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"action\":\"authenticate\",\"token\":7}",
        "{\"action\":\"authenticate\",\"token\":\"\"}",
        "{\"action\":\"authenticate\",\"token\":\"a b\"}",
        "{\"action\":\"authenticate\",\"token\":\"tok\",\"ticket\":\"tok\"}"
      })
  void firstMessageWithAnUnusableCredential_isRefused(String message) {
    assertThat(refusedFirst(message)).isEqualTo(Refusal.Code.INVALID_TOKEN);
  }

  @Test
  void firstMessageThatIsTooLong_isABadRequest() {
    assertThat(refusedFirst(" ".repeat(20 * 1024 + 1))).isEqualTo(Refusal.Code.INVALID_REQUEST);
  }

  @Test
  void places_sayNoTwice() {
    CredentialPlaces.Builder builder =
        CredentialPlaces.builder()
            .names(CredentialNames.standard())
            .apiKeys(key -> "")
            .tickets((ticket, origin) -> "")
            .sessionCookie("s", Set.of(OWN))
            .connectionParams()
            .subprotocol()
            .firstMessage();
    assertThat(builder.build().firstMessage()).contains(Duration.ofSeconds(10));
    for (Runnable again :
        List.<Runnable>of(
            () -> builder.names(CredentialNames.standard()),
            () -> builder.apiKeys(key -> ""),
            () -> builder.tickets((ticket, origin) -> ""),
            () -> builder.sessionCookie("s", Set.of(OWN)),
            builder::connectionParams,
            builder::subprotocol,
            builder::firstMessage)) {
      assertThatIllegalStateException().isThrownBy(again::run);
    }
    for (Duration deadline :
        List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(61))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> CredentialPlaces.builder().firstMessage(deadline));
    }
  }

  @Test
  void builtPlaces_areNotChangedByTheirBuilder() {
    CredentialPlaces.Builder builder = CredentialPlaces.builder();
    CredentialPlaces before = builder.build();
    builder.acceptTokenInQuery().acceptBareToken().subprotocol();
    assertThat(before.loosened()).isEmpty();
    assertThat(before.subprotocol()).isFalse();
  }

  @Test
  void namesThatLookTheSame_areRefused() {
    CredentialNames good = CredentialNames.standard();
    for (Runnable bad :
        List.<Runnable>of(
            () -> names("Authorization", "P", "p.", "t.", "s"),
            () -> names("K", "k", "p.", "t.", "s"),
            () -> names("K", "cookie", "p.", "t.", "s"),
            () -> names("K", "P", "p.", "p.t.", "s"),
            () -> names("K", "P", "t.p.", "t.", "s"),
            () -> names("K", "P", "p.", "t.", "t.x"),
            () -> names("K", "P", "p.", "t.", "p."),
            () -> names("K:", "P", "p.", "t.", "s"),
            () -> names("K", "P", "p,", "t.", "s"),
            () -> names("K", "P", "p.", "t.", ""))) {
      assertThatIllegalArgumentException().isThrownBy(bad::run);
    }
    assertThat(names("K", "P", "p.", "t.", "s")).isNotEqualTo(good);
  }

  private static CredentialNames names(
      String key, String header, String params, String credential, String spoken) {
    return new CredentialNames(key, header, params, credential, spoken, "token", "ticket", "token");
  }

  private static CredentialFinder finder(CredentialPlaces.Builder places) {
    return new CredentialFinder(places.build(), false);
  }

  private static Request get() {
    return Request.get("/agents/a1");
  }

  private static String encoded(String json) {
    return URLEncoder.encode(json, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Refusal.Code refused(CredentialFinder finder, ConnectRequest request) {
    Refused refused = catchThrowableOfType(Refused.class, () -> finder.findForSocket(request));
    assertThat(refused).isNotNull();
    return refused.refusal().code();
  }

  private static Refusal.Code refusedFirst(String message) {
    Refused refused = catchThrowableOfType(Refused.class, () -> FirstMessage.read(message));
    assertThat(refused).isNotNull();
    return refused.refusal().code();
  }
}
