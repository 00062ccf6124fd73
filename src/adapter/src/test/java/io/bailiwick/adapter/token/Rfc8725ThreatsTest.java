package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.keys.JwsAlgorithm;
import io.bailiwick.adapter.keys.SharedSecret;
import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestTokens;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * RFC 8725, JSON Web Token Best Current Practices, 2: each of its threats, or that what it speaks
 * of is refused altogether.
 */
class Rfc8725ThreatsTest extends Rfc8725TestBase {
  @Test
  void section2_1_unsignedToken_isRefusedHoweverNoneIsSpelled() {
    String payload = payload(Map.of());
    for (String none : List.of("none", "None", "NONE", "nOnE", "", " none")) {
      String header = header().replace("RS256", none);
      assertRejected(url(header) + "." + url(payload) + ".", Reason.UNSUPPORTED_ALGORITHM);
      assertRejected(TestTokens.sign(issuer.key(), header, payload), Reason.UNSUPPORTED_ALGORITHM);
    }
  }

  @Test
  void section2_1_signatureLeftOutOrCutShort_isBad() {
    String good = token().sign();
    int dot = good.lastIndexOf('.');
    assertRejected(good.substring(0, dot + 1), Reason.BAD_SIGNATURE);
    assertRejected(good.substring(0, dot + 5), Reason.BAD_SIGNATURE);
    assertRejected(good.substring(0, dot), Reason.MALFORMED);
    assertRejected(good + "AAAA", Reason.BAD_SIGNATURE);
  }

  @Test
  void section2_1_publicKeyAsHmacSecret_findsNoKey() {
    assertRejected(token().hs256WithPublicKey(), Reason.UNKNOWN_KEY);
  }

  @Test
  void section2_2_weakSymmetricKey_isNotTakenAtAll() {
    assertThatThrownBy(() -> SharedSecret.forDevelopment("secret"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SharedSecret.forDevelopment(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void section2_3_tokenWithinAToken_isRefused() {
    String inner = token().sign();
    for (String cty : List.of("JWT", "jwt", "application/jwt")) {
      String header = headerWith("\"cty\":\"" + cty + "\"");
      assertRejected(TestTokens.sign(issuer.key(), header, inner), Reason.MALFORMED);
      assertRejected(TestTokens.sign(issuer.key(), header, "\"" + inner + "\""), Reason.MALFORMED);
    }
  }

  @Test
  void section2_4_encryptedToken_isRefused() {
    String header = url("{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A128GCM\",\"typ\":\"at+jwt\"}");
    assertRejected(header + ".AAAA.AAAA.AAAA.AAAA", Reason.MALFORMED);
    assertRejected(header + ".." + "AAAA.AAAA.AAAA", Reason.MALFORMED);
    assertRejected(signWith(headerWith("\"enc\":\"A128GCM\"")), Reason.FORBIDDEN_HEADER);
  }

  @Test
  void section2_5_agreementByEllipticCurve_isNoAlgorithmHere() {
    for (String alg : List.of("ECDH-ES", "ECDH-ES+A128KW", "dir", "RSA1_5", "A128KW")) {
      assertRejected(signWith(header().replace("RS256", alg)), Reason.UNSUPPORTED_ALGORITHM);
      assertThat(JwsAlgorithm.named(alg)).isEmpty();
    }
  }

  @Test
  void section2_6_otherEncodingsOfJson_areMalformed() {
    String payload = payload(Map.of());
    byte[] header = header().getBytes(StandardCharsets.UTF_8);
    for (var charset :
        List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
      assertRejected(
          TestTokens.sign(issuer.key(), header, payload.getBytes(charset)), Reason.MALFORMED);
    }
    for (String utf32 : List.of("UTF-32", "UTF-32BE", "UTF-32LE")) {
      byte[] bytes = payload.getBytes(java.nio.charset.Charset.forName(utf32));
      assertRejected(TestTokens.sign(issuer.key(), header, bytes), Reason.MALFORMED);
    }
    assertRejected(sign("\ufeff" + payload), Reason.MALFORMED);
  }

  @Test
  void section2_6_nameTwice_isMalformedHoweverItIsSpelled() {
    String audience = "\"" + TestIssuer.AUDIENCE + "\"";
    for (String again : List.of("aud", "\\u0061ud", "a\\u0075d", "\\u0061\\u0075\\u0064")) {
      String json = payload(Map.of());
      assertRejected(sign("{\"" + again + "\":\"other\"," + json.substring(1)), Reason.MALFORMED);
      assertRejected(
          sign(json.substring(0, json.length() - 1) + ",\"" + again + "\":" + audience + "}"),
          Reason.MALFORMED);
    }
    assertRejected(sign(payload(Map.of("x", "[{\"a\":[{\"b\":1,\"b\":1}]}]"))), Reason.MALFORMED);
    assertRejected(signWith(headerWith("\"\\u0061lg\":\"RS256\"")), Reason.MALFORMED);
    // and where there are so many that they are looked up in another way
    StringBuilder many = new StringBuilder("{");
    for (int i = 0; i < 100; i++) {
      many.append("\"n").append(i).append("\":1,");
    }
    assertThat(verifier.verify(sign(payload(Map.of("x", many + "\"last\":1}"))))).isNotNull();
    assertRejected(sign(payload(Map.of("x", many + "\"n7\":1}"))), Reason.MALFORMED);
    assertRejected(sign(payload(Map.of("x", many + "\"n99\":1}"))), Reason.MALFORMED);
  }

  @Test
  void section2_7_tokenOfAnotherIssuerOrForAnotherService_isRefused() {
    assertRejected(token().wrongIssuer().sign(), Reason.WRONG_ISSUER);
    assertRejected(token().wrongAudience().sign(), Reason.WRONG_AUDIENCE);
  }

  @Test
  void section2_8_tokenOfAnotherKind_isWrongType() {
    assertRejected(token().idToken().sign(), Reason.WRONG_TYPE);
    assertRejected(token().refreshToken().sign(), Reason.WRONG_TYPE);
    for (String other : List.of("logout+jwt", "dpop+jwt", "secevent+jwt", "JWT", "at+jwt+x")) {
      assertRejected(token().header("typ", other).sign(), Reason.WRONG_TYPE);
    }
  }

  @Test
  void section2_9_headerNeverChoosesAnAddress() throws Exception {
    try (TestIssuer attacker = TestIssuer.start(clock)) {
      int before = attacker.jwksReads();
      for (String name : List.of("jku", "x5u")) {
        assertRejected(
            attacker
                .token()
                .claim("iss", issuer.issuer())
                .header(name, attacker.jwksUri().toString())
                .sign(),
            Reason.FORBIDDEN_HEADER);
      }
      assertRejected(attacker.token().sign(), Reason.WRONG_ISSUER);
      assertThat(attacker.jwksReads()).isEqualTo(before);
    }
  }

  @Test
  void section2_6_base64url_hasOneSpellingForEachValue() {
    String good = token().sign();
    char last = good.charAt(good.length() - 1);
    for (int bits = 1; bits < 16; bits++) {
      char stray = ALPHABET.charAt(ALPHABET.indexOf(last) | bits);
      assertRejected(good.substring(0, good.length() - 1) + stray, Reason.MALFORMED);
    }
    for (String more : List.of("=", "==", ".", "..", "\n", " ", "A")) {
      String token = good + more;
      assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(TokenRejected.class);
    }
    // U+0141 and U+0130 have an A and a 0 as their lower halves
    for (int i : new int[] {5, good.indexOf('.') + 5, good.lastIndexOf('.') + 5}) {
      char wide = (char) (good.charAt(i) | 0x100);
      assertRejected(good.substring(0, i) + wide + good.substring(i + 1), Reason.MALFORMED);
    }
  }
}
