package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.testkit.TestTokens;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no compact JWS with two strict JSON objects is malformed. */
class TokenShapeTest extends VerifierTestBase {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "...",
        "a",
        "a.b",
        "a.b.c",
        "a.b.c.d",
        "a.b.c.d.e",
        "e30.e30.",
        "e30.e30.AA",
        " ",
        "\u0000",
        "bearer",
        "e30..AA",
        ".e30.AA"
      })
  void anythingThatIsNoCompactJws_isMalformed(String text) {
    assertRejected(text, Reason.MALFORMED);
  }

  @Test
  void tokenOverTheLimit_isTooLarge() {
    assertRejected(token().claim("filler", "x".repeat(16 * 1024)).sign(), Reason.TOO_LARGE);
  }

  @Test
  void limitOnLength_isAnOption() {
    String good = token().sign();
    assertThat(builder().maxTokenLength(good.length()).build().verify(good)).isNotNull();
    assertRejected(builder().maxTokenLength(good.length() - 1).build(), good, Reason.TOO_LARGE);
  }

  @Test
  void fiveParts_areMalformed() {
    assertRejected(token().sign() + ".AA.AA", Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"=", "==", " ", "\n", "\t", "+", "/", "\u00e9", "\uff21"})
  void partWithAnythingBeyondBase64url_isMalformed(String stray) {
    String[] parts = token().sign().split("\\.", -1);
    assertRejected(parts[0] + stray + "." + parts[1] + "." + parts[2], Reason.MALFORMED);
    assertRejected(parts[0] + "." + parts[1] + stray + "." + parts[2], Reason.MALFORMED);
    assertRejected(parts[0] + "." + parts[1] + "." + parts[2] + stray, Reason.MALFORMED);
    assertRejected(stray + parts[0] + "." + parts[1] + "." + parts[2], Reason.MALFORMED);
  }

  /** A pair of surrogates is two characters, and one byte wherever it is replaced. */
  @Test
  void surrogatesInAnyPart_areMalformed_whetherTheHeaderIsKnownOrNot() {
    String[] parts = token().sign().split("\\.", -1);
    for (int round = 0; round < 2; round++) {
      for (int pairs : List.of(1, 2, 3, 6, 40)) {
        String stray = "\ud83d\ude00".repeat(pairs);
        for (String text :
            List.of(
                stray + ".a.a",
                "a." + stray + ".a",
                "a.a." + stray,
                stray + parts[0] + "." + parts[1] + "." + parts[2],
                parts[0] + stray + "." + parts[1] + "." + parts[2],
                parts[0] + "." + stray + ".",
                parts[0] + "." + stray + "." + parts[2],
                parts[0] + "." + parts[1] + stray + "." + parts[2],
                parts[0] + "." + parts[1] + "." + stray,
                parts[0] + "." + parts[1] + "." + parts[2] + stray)) {
          assertRejected(text, Reason.MALFORMED);
        }
      }
      verifier.verify(token().sign()); // from here on its header is known
    }
  }

  @Test
  void loneSurrogate_isMalformed() {
    String good = token().sign();
    assertRejected(good + "\ud83d", Reason.MALFORMED);
    assertRejected("\ude00" + good, Reason.MALFORMED);
  }

  @Test
  void signatureWithStrayBits_isMalformed() {
    String good = token().sign();
    // 256 bytes leave four bits over in the last character; a good one has them zero
    char last = good.charAt(good.length() - 1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char stray = alphabet.charAt(alphabet.indexOf(last) | 1);
    assertRejected(good.substring(0, good.length() - 1) + stray, Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "1", "\"x\"", "", "{", "{}{}", "{} x", "{'alg':'RS256'}"})
  void headerThatIsNoJsonObject_isMalformed(String json) {
    assertRejected(
        TestTokens.sign(issuer.key(), json.isEmpty() ? " " : json, "{}"), Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "null", "1", "{", "{}{}", "{} x", "{\"a\":1,}", "{\"a\":NaN}", "/**/{}"})
  void payloadThatIsNoJsonObject_isMalformed(String json) {
    assertRejected(sign(json), Reason.MALFORMED);
  }

  @Test
  void payloadInUtf16_isMalformed() {
    byte[] payload = payload(Map.of()).getBytes(StandardCharsets.UTF_16LE);
    assertRejected(
        TestTokens.sign(issuer.key(), header().getBytes(StandardCharsets.UTF_8), payload),
        Reason.MALFORMED);
  }

  @Test
  void payloadWithByteOrderMark_isMalformed() {
    assertRejected(sign("\ufeff" + payload(Map.of())), Reason.MALFORMED);
  }

  @Test
  void payloadWithOverlongUtf8_isMalformed() {
    byte[] good = payload(Map.of("name", "\"~\"")).getBytes(StandardCharsets.ISO_8859_1);
    byte[] bad = new byte[good.length + 1];
    int at = new String(good, StandardCharsets.ISO_8859_1).indexOf('~');
    System.arraycopy(good, 0, bad, 0, at);
    bad[at] = (byte) 0xC0;
    bad[at + 1] = (byte) 0xAF;
    System.arraycopy(good, at + 1, bad, at + 2, good.length - at - 1);
    assertRejected(
        TestTokens.sign(issuer.key(), header().getBytes(StandardCharsets.UTF_8), bad),
        Reason.MALFORMED);
  }

  @Test
  void claimWithLoneSurrogate_isMalformed() {
    assertRejected(sign(payload(Map.of("name", "\"\\ud800\""))), Reason.MALFORMED);
  }

  @Test
  void duplicateClaim_isMalformed() {
    assertRejected(token().duplicateClaim("sub", "ada"), Reason.MALFORMED);
  }

  @Test
  void duplicateNameWithinAnUnreadClaim_isMalformed() {
    assertRejected(sign(payload(Map.of("other", "{\"a\":1,\"a\":2}"))), Reason.MALFORMED);
  }

  @Test
  void duplicateNameByEscape_isMalformed() {
    assertRejected(sign(payload(Map.of("\\u0073ub", "\"ada\""))), Reason.MALFORMED);
  }

  @Test
  void duplicateHeaderParameter_isMalformed() {
    String header =
        "{\"alg\":\"RS256\",\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\""
            + issuer.key().kid()
            + "\"}";
    assertRejected(TestTokens.sign(issuer.key(), header, payload(Map.of())), Reason.MALFORMED);
  }

  @Test
  void deepNesting_isMalformed() {
    assertRejected(
        sign(payload(Map.of("deep", "[".repeat(200) + "]".repeat(200)))), Reason.MALFORMED);
  }

  @Test
  void manyClaims_areMalformed() {
    Map<String, String> many = new LinkedHashMap<>();
    for (int i = 0; i < 300; i++) {
      many.put("c" + i, "1");
    }
    assertRejected(sign(payload(many)), Reason.MALFORMED);
  }

  @Test
  void numberThatWouldFillMemory_isMalformed() {
    assertRejected(sign(payload(Map.of("big", "1.5e999999999"))), Reason.MALFORMED);
  }

  @Test
  void numberBeyondADouble_isMalformed() {
    assertRejected(sign(payload(Map.of("big", "1E400"))), Reason.MALFORMED);
    assertThat(verifier.verify(sign(payload(Map.of("big", "1E300"))))).isNotNull();
  }
}
