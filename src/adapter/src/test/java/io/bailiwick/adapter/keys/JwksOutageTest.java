package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.testkit.TestIssuer.Fault;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An issuer that fails: nothing opens, and known keys go on verifying. */
class JwksOutageTest extends JwksUrlTestBase {
  @Test
  void issuerDown_knownKeysVerifyOnAndUnknownOnesAreUnavailable() {
    assertThat(find("key-0")).isPresent();
    issuer.fail(Fault.DOWN);
    assertUnavailable("key-1");
    clock.advance(Duration.ofHours(23));
    assertThat(find("key-0")).isPresent();
    failsAs(KeyFailure.UNREACHABLE);
    assertThat(find("key-0")).isPresent();
    assertUnavailable("key-1");
  }

  @Test
  void issuerDownPastTheStaleLimit_endsKnownKeysToo() {
    assertThat(find("key-0")).isPresent();
    issuer.fail(Fault.DOWN);
    clock.advance(Duration.ofHours(24));
    assertUnavailable("key-0");
  }

  @Test
  void issuerDownFromTheStart_isUnavailableAndThenHeals() {
    issuer.fail(Fault.DOWN);
    for (int i = 0; i < 20; i++) {
      assertUnavailable("key-0");
    }
    assertThat(issuer.discoveries()).isLessThanOrEqualTo(10);
    issuer.fail(Fault.NONE);
    clock.advance(Duration.ofSeconds(5));
    assertThat(find("key-0")).isPresent();
    assertThat(keys.health().lastFailure()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "DOWN,UNREACHABLE",
    "ERROR,BAD_STATUS",
    "GARBAGE,MALFORMED",
    "HUGE,TOO_LARGE",
    "REDIRECT,REDIRECTED",
    "WRONG_ISSUER,WRONG_ISSUER",
    "EMPTY,NO_USABLE_KEY"
  })
  void everyFault_isUnavailableAndNamed(Fault fault, KeyFailure failure) {
    issuer.fail(fault);
    assertUnavailable("key-0");
    failsAs(failure);
    issuer.fail(Fault.NONE);
    assertThat(find("key-0")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DOWN", "ERROR", "GARBAGE", "HUGE", "REDIRECT"})
  void everyFault_leavesKnownKeysVerifying(Fault fault) {
    assertThat(find("key-0")).isPresent();
    issuer.fail(fault);
    clock.advance(Duration.ofMinutes(6));
    assertThat(find("key-0")).isPresent();
    assertUnavailable("key-1");
  }

  @Test
  void issuerThatAnswersWithoutAnyKey_endsKnownKeys() {
    assertThat(find("key-0")).isPresent();
    issuer.fail(Fault.EMPTY);
    clock.advance(Duration.ofMinutes(5));
    assertUnavailable("key-0");
  }

  @Test
  void issuerThatAnswersWithoutAnyKey_isNoProofAgainstATokenWithoutAKeyId() {
    issuer.fail(Fault.EMPTY);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> keys.find(Optional.empty(), JwsAlgorithm.RS256))
          .isInstanceOf(KeysUnavailable.class);
    }
    issuer.fail(Fault.NONE);
    assertThat(keys.find(Optional.empty(), JwsAlgorithm.RS256)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HANGING", "STALLED"})
  void slowIssuer_isGivenUpInTime(Fault fault) {
    try (JwksUrl impatient =
        builder().timeout(Duration.ofMillis(300)).patience(Patience.PLENTY).build()) {
      issuer.fail(fault);
      assertThatThrownBy(() -> impatient.find(Optional.of("key-0"), JwsAlgorithm.RS256))
          .isInstanceOf(KeysUnavailable.class);
      assertThat(impatient.health().lastFailure()).contains(KeyFailure.TIMED_OUT);
    }
  }

  @Test
  void callerOfAHangingIssuer_waitsNoLongerThanItsPatience() {
    try (JwksUrl impatient =
        builder().timeout(Duration.ofSeconds(90)).patience(Duration.ofMillis(500)).build()) {
      issuer.fail(Fault.HANGING);
      // as long as one, since the read that they wait for is the same: else it were 100 seconds
      for (int i = 0; i < 200; i++) {
        assertThatThrownBy(() -> find(impatient, "key-0")).isInstanceOf(KeysUnavailable.class);
      }
      eventually(() -> issuer.discoveries() == 1);
    }
  }
}
