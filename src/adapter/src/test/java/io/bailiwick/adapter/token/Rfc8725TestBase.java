package io.bailiwick.adapter.token;

import io.bailiwick.adapter.keys.PemKeys;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestTokens;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** What the tests of RFC 8725 make tokens with. */
abstract class Rfc8725TestBase extends VerifierTestBase {
  static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  static String url(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  String signWith(String header) {
    return TestTokens.sign(issuer.key(), header, payload(Map.of()));
  }

  String headerWith(String member) {
    return header().replace("{", "{" + member + ",");
  }

  AgentTokenVerifier of(TestKey key) {
    return AgentTokenVerifier.builder()
        .issuer(issuer.issuer(), PemKeys.parse(key.pem()))
        .audience(TestIssuer.AUDIENCE)
        .clock(clock)
        .build();
  }
}
