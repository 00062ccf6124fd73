package io.bailiwick.adapter.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.token.TokenRejected.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** RFC 9449, 8 and 9. */
class DpopNoncesTest extends DpopTestBase {
  private static final byte[] SECRET = new byte[32];

  private final DpopNonces nonces = DpopNonces.ofProcess(clock);
  private final BoundTokens asking =
      BoundTokens.builder().dpop(proofs().nonces(nonces).build()).build();

  private String given() {
    return asking.dpopNonce().orElseThrow();
  }

  @Test
  void proofWithoutNonce_isAskedForOne() {
    refuse(asking, presented(proof().sign()), Reason.NONCE_REQUIRED);
    accept(asking, presented(proof().nonce(given()).sign()));
  }

  @Test
  void nonceThatIsNotOurs_isRefused() {
    String given = given();
    for (String other :
        new String[] {
          "",
          "x",
          given.substring(1),
          given + "A",
          flipped(given, 0),
          flipped(given, 31),
          DpopNonces.ofProcess(clock).current()
        }) {
      refuse(asking, presented(proof().nonce(other).sign()), Reason.NONCE_REQUIRED);
    }
    refuse(asking, presented(proof().claim("nonce", 1).sign()), Reason.NONCE_REQUIRED);
  }

  @Test
  void nonce_isGoodForItsPeriodAndTheNext() {
    String given = given();
    clock.advance(Duration.ofMinutes(2));
    assertThat(given()).isNotEqualTo(given);
    accept(asking, presented(proof().nonce(given).sign()));
    clock.advance(Duration.ofMinutes(2));
    refuse(asking, presented(proof().nonce(given).sign()), Reason.NONCE_REQUIRED);
    accept(asking, presented(proof().nonce(given()).sign()));
  }

  @Test
  void nonceOfTheFuture_isRefused() {
    clock.advance(Duration.ofMinutes(2));
    String later = given();
    clock.advance(Duration.ofMinutes(-2));
    refuse(asking, presented(proof().nonce(later).sign()), Reason.NONCE_REQUIRED);
  }

  @Test
  void instancesWithOneSecret_takeEachOthersNonces() {
    DpopNonces other = DpopNonces.of(SECRET, clock);
    BoundTokens here =
        BoundTokens.builder()
            .dpop(proofs().nonces(DpopNonces.of(SECRET.clone(), clock)).build())
            .build();
    accept(here, presented(proof().nonce(other.current()).sign()));
  }

  @Test
  void nonceThatNobodyAskedFor_isPassedOver() {
    accept(proof().nonce("of another server"));
    assertThat(bound.dpopNonce()).isEmpty();
  }

  @Test
  void shortSecret_isRefused_andNoneIsShown() {
    assertThatThrownBy(() -> DpopNonces.of(new byte[31], clock))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(DpopNonces.of(SECRET, clock)).hasToString("DpopNonces");
  }

  private static String flipped(String text, int at) {
    char other = text.charAt(at) == 'A' ? 'B' : 'A';
    return text.substring(0, at) + other + text.substring(at + 1);
  }
}
