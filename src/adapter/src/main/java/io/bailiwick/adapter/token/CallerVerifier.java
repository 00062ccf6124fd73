package io.bailiwick.adapter.token;

import java.util.List;

/** From a credential to a {@link Caller}. Thread-safe. */
public interface CallerVerifier {
  /**
   * A credential that came alone, as a bearer's.
   *
   * @throws TokenRejected where the credential is not to be believed
   * @throws io.bailiwick.adapter.keys.KeysUnavailable where that can't be told now
   */
  Caller verify(String credential);

  /**
   * A credential with what came along to prove it. A verifier that knows of no proofs takes bearers
   * only.
   *
   * @throws TokenRejected where the credential is not to be believed
   * @throws io.bailiwick.adapter.keys.KeysUnavailable where that can't be told now
   */
  default Caller verify(Presentation presentation) {
    if (presentation.scheme() == Presentation.Scheme.DPOP) {
      throw new TokenRejected(TokenRejected.Reason.PROOF_REQUIRED);
    }
    return verify(presentation.token());
  }

  /** Who checks the proofs; by default nobody does, and bound tokens are refused. */
  default ProofOfPossession proofs() {
    return ProofOfPossession.NONE;
  }

  /** What has been revoked, as it is asked at each verification; by default nothing ever is. */
  default RevocationCheck revocations() {
    return RevocationCheck.NONE;
  }

  /** Every setting that loosens a check, one sentence each: to be shown at start. */
  List<String> loosened();
}
