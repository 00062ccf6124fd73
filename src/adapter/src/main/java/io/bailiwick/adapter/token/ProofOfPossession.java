package io.bailiwick.adapter.token;

import java.util.List;
import java.util.Optional;

/**
 * Whether a token may be used by whoever presents it. Asked for every verified token, each time it
 * is presented, and never remembered: a proof is good for one request. Implementations are
 * thread-safe.
 */
public interface ProofOfPossession {

  /** Takes bearer tokens only: one that is bound, or comes under another scheme, is refused. */
  ProofOfPossession NONE =
      new ProofOfPossession() {
        @Override
        public void check(
            Caller.Identity holder,
            Optional<Confirmation> confirmation,
            Presentation presentation) {
          boolean proved = presentation.scheme() == Presentation.Scheme.REDEEMED;
          boolean bearer = presentation.scheme() == Presentation.Scheme.BEARER;
          if (!proved && (confirmation.isPresent() || !bearer)) {
            throw new TokenRejected(TokenRejected.Reason.PROOF_REQUIRED);
          }
        }

        @Override
        public List<String> loosened() {
          return List.of();
        }

        @Override
        public String toString() {
          return "ProofOfPossession.NONE";
        }
      };

  /**
   * Returns where the presentation proves all that the token is bound to, and throws otherwise.
   *
   * @param holder whom the token was made for, as verified; to count by, since whoever asks for
   *     tokens chooses the keys that they are bound to
   * @param confirmation what the token is bound to; empty where it is a bearer token
   * @throws TokenRejected where it does not
   */
  void check(
      Caller.Identity holder, Optional<Confirmation> confirmation, Presentation presentation);

  /** Which proofs are taken. */
  default ProofOffer offer() {
    return ProofOffer.BEARER_ONLY;
  }

  /** What the next DPoP proof must hold as its {@code nonce}; empty where none is asked for. */
  default Optional<String> dpopNonce() {
    return Optional.empty();
  }

  /** Every setting that loosens a check, one sentence each: to be shown at start. */
  List<String> loosened();
}
