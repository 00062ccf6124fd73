package io.bailiwick.adapter.proof;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.token.Caller.Identity;
import io.bailiwick.adapter.token.Confirmation;
import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.adapter.token.ProofOfPossession;
import io.bailiwick.adapter.token.TokenRejected;
import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestProof;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** One client with its key and a token bound to it, at one service. */
abstract class DpopTestBase {
  static final TestKey KEY = TestKey.generate("proof", "ES256");
  static final TestKey OTHER = TestKey.generate("other", "ES256");
  static final Identity HOLDER =
      new Identity("https://issuer.example", "subject", Optional.of("client"));
  static final String TOKEN = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
  static final String SERVICE = "https://os.example.com";
  static final String PATH = "/agents/a1/runs";

  final TestClock clock = TestClock.fixed();
  final BoundTokens bound = BoundTokens.builder().dpop(proofs().build()).build();

  DpopProofs.Builder proofs() {
    return DpopProofs.builder().publicUrl(URI.create(SERVICE)).clock(clock);
  }

  /** A good one for {@code POST} to {@link #PATH}. */
  TestProof proof() {
    return TestProof.by(KEY, clock).request("POST", SERVICE + PATH).token(TOKEN);
  }

  static Presentation presented(String... proofs) {
    return new Presentation(
        TOKEN, Presentation.Scheme.DPOP, List.of(proofs), "POST", PATH, Optional.empty());
  }

  void accept(TestProof proof) {
    accept(bound, presented(proof.sign()));
  }

  void refuse(TestProof proof, Reason reason) {
    refuse(bound, presented(proof.sign()), reason);
  }

  static void accept(ProofOfPossession by, Presentation presentation) {
    by.check(HOLDER, toKey(KEY), presentation);
  }

  static void refuse(ProofOfPossession by, Presentation presentation, Reason reason) {
    refuse(by, toKey(KEY), presentation, reason);
  }

  static void refuse(
      ProofOfPossession by,
      Optional<Confirmation> confirmation,
      Presentation presentation,
      Reason reason) {
    assertThatThrownBy(() -> by.check(HOLDER, confirmation, presentation))
        .isInstanceOf(TokenRejected.class)
        .extracting(rejected -> ((TokenRejected) rejected).reason())
        .isEqualTo(reason);
  }

  static Optional<Confirmation> toKey(TestKey key) {
    return Optional.of(new Confirmation(Optional.of(key.thumbprint()), Optional.empty()));
  }
}
