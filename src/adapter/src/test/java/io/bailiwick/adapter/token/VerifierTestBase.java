package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestToken;
import io.bailiwick.testkit.TestTokens;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** One issuer, one verifier of its tokens, and what is refused; for the tests of the verifier. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class VerifierTestBase {
  final TestClock clock = TestClock.fixed();
  final TestIssuer issuer = TestIssuer.start(clock, SharedKey.RS256);
  final KeySource keys = keysOf(issuer).build();
  final AgentTokenVerifier verifier = builder().build();

  @BeforeAll
  void readsKeys() {
    assertThat(verifier.verify(issuer.token().sign())).isNotNull();
    // its header is known from now on, so that what is refused is refused on the short road too
    assertThat(verifier.verify(sign(payload(Map.of())))).isNotNull();
  }

  @AfterAll
  void stop() {
    keys.close();
    issuer.close();
  }

  /** In no hurry: the machine may have much else to do. */
  JwksUrl.Builder keysOf(TestIssuer of) {
    return JwksUrl.ofIssuer(of.issuer())
        .clock(clock)
        .patience(Duration.ofSeconds(20))
        .timeout(Duration.ofSeconds(20));
  }

  AgentTokenVerifier.Builder builder() {
    return builder(issuer, keys);
  }

  AgentTokenVerifier.Builder builder(TestIssuer of, KeySource its) {
    return AgentTokenVerifier.builder()
        .issuer(of.issuer(), its)
        .audience(TestIssuer.AUDIENCE)
        .clock(clock);
  }

  TestToken token() {
    return issuer.token();
  }

  /** By a verifier that has seen such headers, and by one that has seen nothing yet. */
  void assertRejected(String token, Reason reason) {
    assertRejected(verifier, token, reason);
    // an unknown key makes the shared source ask its issuer again, and then not for a while
    if (reason != Reason.UNKNOWN_KEY) {
      assertRejected(builder().build(), token, reason);
    }
  }

  static void assertRejected(AgentTokenVerifier by, String token, Reason reason) {
    assertThatThrownBy(() -> by.verify(token))
        .isInstanceOfSatisfying(
            TokenRejected.class, rejected -> assertThat(rejected.reason()).isEqualTo(reason));
  }

  /** The members of a good payload, with others put in as raw JSON. */
  String payload(Map<String, String> raw) {
    long now = clock.instant().getEpochSecond();
    Map<String, String> members = new LinkedHashMap<>();
    members.put("iss", "\"" + issuer.issuer() + "\"");
    members.put("aud", "\"" + TestIssuer.AUDIENCE + "\"");
    members.put("sub", "\"bert\"");
    members.put("exp", Long.toString(now + 60));
    members.put("iat", Long.toString(now));
    members.putAll(raw);
    StringBuilder json = new StringBuilder("{");
    members.forEach(
        (name, value) -> json.append('"').append(name).append("\":").append(value).append(','));
    return json.replace(json.length() - 1, json.length(), "}").toString();
  }

  String header() {
    return "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"" + issuer.key().kid() + "\"}";
  }

  String sign(String payload) {
    return TestTokens.sign(issuer.key(), header(), payload);
  }
}
