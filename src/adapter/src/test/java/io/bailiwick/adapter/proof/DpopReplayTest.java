package io.bailiwick.adapter.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.testkit.TestProof;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 9449, 4.3, point 11, and 11.1: made lately, and used once. */
class DpopReplayTest extends DpopTestBase {
  @Test
  void proofTooOldOrFromTheFuture_isRefused() {
    clock.advance(Duration.ofMinutes(2));
    long now = clock.instant().getEpochSecond();
    accept(proof().claim("iat", now - 60));
    accept(proof().claim("iat", now + 10));
    refuse(proof().claim("iat", now - 61), Reason.STALE_PROOF);
    refuse(proof().claim("iat", now + 11), Reason.STALE_PROOF);
    refuse(proof().claim("iat", Long.MAX_VALUE), Reason.STALE_PROOF);
    refuse(proof().claim("iat", Long.MIN_VALUE), Reason.STALE_PROOF);
    refuse(proof().claim("iat", "" + now), Reason.INVALID_PROOF);
    refuse(proof().claim("iat", now + 0.5), Reason.INVALID_PROOF);
  }

  @Test
  void proofFromBeforeTheMemory_isRefused() {
    long start = clock.instant().getEpochSecond();
    String before = proof().claim("iat", start - 1).sign();
    refuse(bound, presented(before), Reason.STALE_PROOF);
    accept(proof().claim("iat", start));
    BoundTokens outlived =
        BoundTokens.builder()
            .dpop(
                proofs()
                    .replays((holder, thumbprint, id, until) -> ProofReplays.Outcome.FIRST)
                    .build())
            .build();
    accept(outlived, presented(before));
  }

  @Test
  void proof_isRememberedUntilItsOwnEnd() {
    List<Instant> ends = new ArrayList<>();
    BoundTokens noting =
        BoundTokens.builder()
            .dpop(
                proofs()
                    .replays(
                        (holder, thumbprint, id, until) -> {
                          ends.add(until);
                          return ProofReplays.Outcome.FIRST;
                        })
                    .build())
            .build();
    String proof = proof().sign();
    Instant end = clock.instant().plusSeconds(61);
    accept(noting, presented(proof));
    clock.advance(Duration.ofSeconds(30));
    accept(noting, presented(proof));
    assertThat(ends).containsExactly(end, end);
  }

  @Test
  void window_isAsTold() {
    BoundTokens narrow =
        BoundTokens.builder()
            .dpop(proofs().maxAge(Duration.ofSeconds(5)).maxAhead(Duration.ZERO).build())
            .build();
    clock.advance(Duration.ofMinutes(2));
    long now = clock.instant().getEpochSecond();
    accept(narrow, presented(proof().claim("iat", now - 5).sign()));
    refuse(narrow, presented(proof().claim("iat", now - 6).sign()), Reason.STALE_PROOF);
    refuse(narrow, presented(proof().claim("iat", now + 1).sign()), Reason.STALE_PROOF);
    assertThatThrownBy(() -> proofs().maxAge(Duration.ofMinutes(11)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> proofs().maxAhead(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void replayedProof_isRefused() {
    clock.advance(Duration.ofMinutes(2));
    TestProof once = proof();
    accept(once);
    refuse(once, Reason.REPLAYED_PROOF);
    refuse(once.claim("iat", clock.instant().getEpochSecond() - 1), Reason.REPLAYED_PROOF);
  }

  @Test
  void replayedProof_isRefusedForAsLongAsItWouldBeTaken() {
    TestProof once = proof().claim("iat", clock.instant().getEpochSecond() + 10);
    accept(once);
    for (int i = 0; i <= 72; i++) {
      refuse(once, i <= 70 ? Reason.REPLAYED_PROOF : Reason.STALE_PROOF);
      clock.advance(Duration.ofMillis(999));
      refuse(once, i <= 70 ? Reason.REPLAYED_PROOF : Reason.STALE_PROOF);
      clock.advance(Duration.ofMillis(1));
    }
  }

  @Test
  void idOfOneKey_saysNothingAboutAnothers() {
    accept(proof().claim("jti", "1"));
    TestProof other = TestProof.by(OTHER, clock).request("POST", SERVICE + PATH).token(TOKEN);
    bound.check(HOLDER, toKey(OTHER), presented(other.claim("jti", "1").sign()));
  }

  @Test
  void proofThatIsRefused_isNotUsedUp() {
    String id = "taken-only-at-the-end";
    refuse(proof().claim("jti", id).claim("htm", "GET"), Reason.PROOF_FOR_OTHER_REQUEST);
    refuse(proof().claim("jti", id).token("x"), Reason.PROOF_FOR_OTHER_TOKEN);
    refuse(proof().claim("jti", id).claim("iat", 1), Reason.STALE_PROOF);
    refuse(proof().claim("jti", id).signedWith(OTHER), Reason.INVALID_PROOF);
    accept(proof().claim("jti", id));
  }

  @Test
  void memoryThatIsShared_knowsWhatOtherInstancesTook() {
    ReplayMemory shared = ReplayMemory.of(clock);
    BoundTokens one = BoundTokens.builder().dpop(proofs().replays(shared).build()).build();
    BoundTokens other = BoundTokens.builder().dpop(proofs().replays(shared).build()).build();
    String proof = proof().sign();
    accept(one, presented(proof));
    refuse(other, presented(proof), Reason.REPLAYED_PROOF);
  }

  @Test
  void memoryThatFails_refuses() {
    BoundTokens broken =
        BoundTokens.builder()
            .dpop(
                proofs()
                    .replays(
                        (holder, thumbprint, id, until) -> {
                          throw new IllegalStateException("the store is down");
                        })
                    .build())
            .build();
    assertThatThrownBy(() -> accept(broken, presented(proof().sign())))
        .isInstanceOf(IllegalStateException.class);
    BoundTokens full =
        BoundTokens.builder()
            .dpop(
                proofs()
                    .replays((holder, thumbprint, id, until) -> ProofReplays.Outcome.CROWDED)
                    .build())
            .build();
    refuse(full, presented(proof().sign()), Reason.TOO_MANY_PROOFS);
  }
}
