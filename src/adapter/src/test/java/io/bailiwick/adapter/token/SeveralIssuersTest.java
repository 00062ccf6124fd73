package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.keys.KeysUnavailable;
import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestIssuer.Fault;
import io.bailiwick.testkit.TestKey;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two issuers, each with a key of its own under the same key id. */
class SeveralIssuersTest {
  private static final TestKey KEY_OF_ONE = TestKey.generate("same", "ES256");
  private static final TestKey KEY_OF_OTHER = TestKey.generate("same", "ES256");
  private static final TestKey KEY_OF_STRANGER = TestKey.generate("same", "ES256");
  private static final TestKey NEXT = TestKey.generate("next", "ES256");

  private final TestClock clock = TestClock.fixed();
  private final TestIssuer one = TestIssuer.start(clock, KEY_OF_ONE);
  private final TestIssuer other = TestIssuer.start(clock, KEY_OF_OTHER);
  private final TestIssuer stranger = TestIssuer.start(clock, KEY_OF_STRANGER);
  private final JwksUrl keysOfOne = keys(one);
  private final JwksUrl keysOfOther = keys(other);
  private final AgentTokenVerifier verifier =
      AgentTokenVerifier.builder()
          .issuer(one.issuer(), keysOfOne)
          .issuer(other.issuer(), keysOfOther)
          .audience(TestIssuer.AUDIENCE)
          .clock(clock)
          .build();

  private JwksUrl keys(TestIssuer issuer) {
    return JwksUrl.ofIssuer(issuer.issuer()).clock(clock).patience(Duration.ofSeconds(20)).build();
  }

  @AfterEach
  void stop() {
    keysOfOne.close();
    keysOfOther.close();
    one.close();
    other.close();
    stranger.close();
  }

  private void assertRejected(String token, Reason reason) {
    VerifierTestBase.assertRejected(verifier, token, reason);
  }

  @Test
  void sameKeyIdAtTwoIssuers_isEachOnesOwnKey() {
    assertThat(verifier.verify(one.token().sign()).issuer()).isEqualTo(one.issuer());
    assertThat(verifier.verify(other.token().sign()).issuer()).isEqualTo(other.issuer());
  }

  @Test
  void tokenOfOneIssuerThatNamesTheOther_isRefused() {
    verifier.verify(one.token().sign());
    verifier.verify(other.token().sign());
    assertRejected(one.token().claim("iss", other.issuer()).sign(), Reason.BAD_SIGNATURE);
    assertRejected(other.token().claim("iss", one.issuer()).sign(), Reason.BAD_SIGNATURE);
  }

  @Test
  void keyThatOnlyTheOtherIssuerHas_isUnknownAtThisOne() {
    one.rotate(NEXT);
    assertThat(verifier.verify(one.token().sign())).isNotNull();
    assertRejected(one.token().claim("iss", other.issuer()).sign(), Reason.UNKNOWN_KEY);
  }

  @Test
  void tokenThatNamesAnotherAddress_isRefusedAndNobodyIsAsked() {
    assertRejected(stranger.token().sign(), Reason.WRONG_ISSUER);
    for (String near :
        new String[] {
          one.issuer() + "/", one.issuer() + "?", one.issuer().toUpperCase(Locale.ROOT)
        }) {
      assertRejected(one.token().claim("iss", near).sign(), Reason.WRONG_ISSUER);
    }
    for (String header : new String[] {"jku", "x5u"}) {
      assertRejected(
          one.token().header(header, stranger.jwksUri().toString()).sign(),
          Reason.FORBIDDEN_HEADER);
    }
    assertThat(stranger.discoveries() + stranger.jwksReads()).isZero();
    assertThat(one.discoveries() + other.discoveries()).isZero();
  }

  @Test
  void oneIssuerDownOrFlooded_leavesTheOtherAlone() {
    one.fail(Fault.DOWN);
    assertThatThrownBy(() -> verifier.verify(one.token().sign()))
        .isInstanceOf(KeysUnavailable.class);
    for (int i = 0; i < 20; i++) {
      String flood = one.token().header("kid", "made-up-" + i).sign();
      assertThatThrownBy(() -> verifier.verify(flood)).isInstanceOf(KeysUnavailable.class);
    }
    assertThat(verifier.verify(other.token().sign())).isNotNull();
    other.rotate(NEXT);
    assertThat(verifier.verify(other.token().sign())).isNotNull();
    assertThat(verifier.health())
        .hasEntrySatisfying(one.issuer(), keys -> assertThat(keys.lastFailure()).isPresent())
        .hasEntrySatisfying(other.issuer(), keys -> assertThat(keys.lastFailure()).isEmpty());
  }
}
