package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bailiwick.testkit.TestIssuer.Fault;
import org.junit.jupiter.api.Test;

/** What is asked of the issuer on behalf of whom nobody waits for. */
class KeyPatienceTest extends JwksUrlTestBase {
  private void assertNotAtHand(String kid, boolean ask) {
    assertThatExceptionOfType(KeysUnavailable.class)
        .isThrownBy(
            () ->
                assertThat(
                        ask
                            ? KeyPatience.withoutWaiting(() -> find(kid))
                            : KeyPatience.withoutAsking(() -> find(kid)))
                    .isEmpty());
  }

  @Test
  void keysThatWereNeverRead_areReadInAnyCase() {
    assertThat(KeyPatience.withoutAsking(() -> find("key-0"))).isPresent();
  }

  @Test
  void withoutAsking_nobodyIsAskedForAKeyThatIsNotAtHand() {
    find("key-0");
    issuer.rotate(SECOND);
    for (int i = 0; i < 100; i++) {
      assertNotAtHand("key-1", false);
    }
    assertThat(KeyPatience.withoutAsking(() -> find("key-0"))).isPresent();
    assertThat(issuer.jwksReads()).isEqualTo(1);
    // and then as ever, on the same thread
    assertThat(find("key-1")).isPresent();
  }

  @Test
  void withoutWaiting_itIsReadForWhoeverComesNext() {
    find("key-0");
    issuer.rotate(SECOND);
    issuer.fail(Fault.HANGING);
    assertNotAtHand("key-1", true);
    // within one another the inner holds, and ends
    KeyPatience.withoutWaiting(
        () -> {
          assertNotAtHand("key-1", false);
          assertNotAtHand("key-1", true);
          return true;
        });
    issuer.fail(Fault.NONE);
    eventually(() -> KeyPatience.withoutAsking(() -> keys.health().keys() == 2));
    assertThat(KeyPatience.withoutAsking(() -> find("key-1"))).isPresent();
    assertThat(issuer.jwksReads()).isEqualTo(2);
  }
}
