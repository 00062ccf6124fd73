package io.bailiwick.adapter.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bailiwick.adapter.testing.Request;
import io.bailiwick.adapter.token.Presentation.Scheme;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialFinderTest {
  private static final String OWN = "https://os.example.com";
  private static final CredentialPlaces BARE = CredentialPlaces.builder().acceptBareToken().build();
  private static final CredentialFinder HEADER =
      new CredentialFinder(CredentialPlaces.standard(), false);
  private static final CredentialFinder BOTH =
      new CredentialFinder(
          CredentialPlaces.builder().sessionCookie("session", Set.of(OWN)).build(), false);

  @ParameterizedTest
  @ValueSource(strings = {"Bearer tok", "bearer tok", "BEARER tok", " Bearer  tok "})
  void bearer_isFoundWhateverTheSchemesCase(String value) {
    assertThat(HEADER.find(request().header("authorization", value), false))
        .isEqualTo(new Credential(CredentialSource.AUTHORIZATION, Scheme.BEARER, "tok"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DPoP tok", "dpop tok", "DPOP  tok"})
  void dpop_isFoundWhereItIsTaken_andIsAnotherSchemeElsewhere(String value) {
    Request request = request().header("Authorization", value);
    CredentialFinder dpop = new CredentialFinder(CredentialPlaces.standard(), true);
    assertThat(dpop.find(request, false))
        .isEqualTo(new Credential(CredentialSource.AUTHORIZATION, Scheme.DPOP, "tok"));
    assertThat(refused(HEADER, request, false)).isEqualTo(Refusal.Code.MISSING_TOKEN);
    CredentialFinder bare = new CredentialFinder(BARE, true);
    assertThat(bare.find(request, false).scheme()).isEqualTo(Scheme.DPOP);
    assertThat(dpop.find(request().header("Authorization", "Bearer tok"), false).scheme())
        .isEqualTo(Scheme.BEARER);
    assertThat(refused(dpop, request().header("Authorization", "DPoP"), false))
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic YTpi", "tok", "", "Bearer:tok", "Bearertok tok"})
  void otherScheme_isAsIfNothingHadCome(String value) {
    assertThat(refused(HEADER, request().header("Authorization", value), false))
        .isEqualTo(Refusal.Code.MISSING_TOKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer",
        "Bearer ",
        "Bearer a b",
        "Bearer a, Bearer b",
        "Bearer a,b",
        "Bearer t\u00f6k",
        "Bearer a\tb"
      })
  void unusableBearer_isInvalid(String value) {
    assertThat(refused(HEADER, request().header("Authorization", value), false))
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
  }

  @Test
  void twoAuthorizationHeaders_areRefused_evenIfTheyAgree() {
    Request twice =
        request().header("Authorization", "Bearer a").header("authorization", "Bearer a");
    assertThat(refused(HEADER, twice, false)).isEqualTo(Refusal.Code.INVALID_TOKEN);
  }

  @Test
  void bareToken_isTakenByNameOnly() {
    Request bare = request().header("Authorization", "tok");
    CredentialFinder lenient = new CredentialFinder(BARE, false);
    assertThat(lenient.find(bare, false).token()).isEqualTo("tok");
    assertThat(refused(lenient, request().header("Authorization", "Basic tok"), false))
        .isEqualTo(Refusal.Code.MISSING_TOKEN);
  }

  @Test
  void tokenInTheQuery_isNeverLookedAt() {
    assertThat(refused(BOTH, request().query("access_token=tok&token=tok"), false))
        .isEqualTo(Refusal.Code.MISSING_TOKEN);
  }

  @Test
  void cookie_isOffUnlessEnabled() {
    assertThat(refused(HEADER, cookie("GET", "session=tok"), false))
        .isEqualTo(Refusal.Code.MISSING_TOKEN);
  }

  @Test
  void cookie_isFoundAmongOthers_byExactName() {
    Request many = cookie("GET", "a=1; session=tok; xsession=no; Session=no");
    assertThat(BOTH.find(many, false))
        .isEqualTo(new Credential(CredentialSource.SESSION_COOKIE, Scheme.BEARER, "tok"));
    assertThat(refused(BOTH, cookie("GET", "sessions=tok"), false))
        .isEqualTo(Refusal.Code.MISSING_TOKEN);
  }

  @Test
  void cookieTwice_isRefused() {
    assertThat(refused(BOTH, cookie("GET", "session=a; session=a"), false))
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
    assertThat(refused(BOTH, cookie("GET", "session=a").header("Cookie", "session=b"), false))
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
  }

  @Test
  void headerAndCookieThatAgree_areTheHeader_andThatDisagree_areRefused() {
    Request both = cookie("GET", "session=tok");
    assertThat(BOTH.find(both.header("Authorization", "Bearer tok"), false).source())
        .isEqualTo(CredentialSource.AUTHORIZATION);
    assertThat(refused(BOTH, both.header("Authorization", "Bearer other"), false))
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
    assertThat(refused(BOTH, both.header("Authorization", "Basic x"), false))
        .isEqualTo(Refusal.Code.MISSING_TOKEN);
  }

  @Test
  void cookie_isTakenFromOwnPagesOnly() {
    Request post = cookie("POST", "session=tok");
    assertThat(BOTH.find(post.header("Origin", OWN), false).token()).isEqualTo("tok");
    assertThat(BOTH.find(post.header("Sec-Fetch-Site", "same-origin"), false).token())
        .isEqualTo("tok");
    for (Request foreign :
        List.of(
            post,
            post.header("Origin", "null"),
            post.header("Origin", "https://evil.example"),
            post.header("Origin", OWN + ".evil.example"),
            post.header("Origin", "http://os.example.com"),
            post.header("Origin", OWN).header("Origin", OWN),
            post.header("Origin", OWN).header("Sec-Fetch-Site", "cross-site"),
            post.header("Origin", "https://evil.example").header("Sec-Fetch-Site", "same-origin"),
            post.header("Sec-Fetch-Site", "same-site"),
            post.header("Sec-Fetch-Site", "none"),
            post.header("Sec-Fetch-Site", ""))) {
      assertThat(refused(BOTH, foreign, false)).isEqualTo(Refusal.Code.INVALID_TOKEN);
    }
  }

  @Test
  void cookieOnASafeRequest_isRefusedWhereItComesFromElsewhere() {
    Request get = cookie("GET", "session=tok");
    assertThat(BOTH.find(get, false).token()).isEqualTo("tok");
    assertThat(BOTH.find(get.header("Sec-Fetch-Site", "none"), false).token()).isEqualTo("tok");
    assertThat(refused(BOTH, get.header("Sec-Fetch-Site", "cross-site"), false))
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
    assertThat(refused(BOTH, get.header("Origin", "https://evil.example"), false))
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
  }

  @Test
  void cookieOnAnUpgrade_needsAnOwnOrigin() {
    Request get = cookie("GET", "session=tok");
    assertThat(refused(BOTH, get, true)).isEqualTo(Refusal.Code.INVALID_TOKEN);
    assertThat(refused(BOTH, get.header("Sec-Fetch-Site", "none"), true))
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
    assertThat(BOTH.find(get.header("Origin", OWN), true).token()).isEqualTo("tok");
  }

  @Test
  void sessionCookie_needsANameAndOrigins() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SessionCookie("session", Set.of()));
    for (String name : List.of("", "a b", "a=b", "a;b", "a\r\nb")) {
      assertThatIllegalArgumentException().isThrownBy(() -> new SessionCookie(name, Set.of(OWN)));
    }
    for (String origin :
        List.of(
            "",
            "*",
            "null",
            "os.example.com",
            OWN + "/",
            OWN + "/x",
            "https://u@h",
            "ftp://h",
            OWN + "?x",
            OWN + "#x",
            "https://a b")) {
      assertThatIllegalArgumentException()
          .as(origin)
          .isThrownBy(() -> new SessionCookie("session", Set.of(origin)));
    }
  }

  @Test
  void credential_isNeverWrittenOut() {
    assertThat(new Credential(CredentialSource.AUTHORIZATION, Scheme.BEARER, "tok").toString())
        .doesNotContain("tok");
  }

  private static Request request() {
    return Request.get("/me");
  }

  private static Request cookie(String method, String value) {
    return Request.of(method, "/me").header("Cookie", value);
  }

  private static Refusal.Code refused(
      CredentialFinder finder, ConnectRequest request, boolean upgrade) {
    Refused refused = catchThrowableOfType(Refused.class, () -> finder.find(request, upgrade));
    assertThat(refused).isNotNull();
    return refused.refusal().code();
  }
}
