package io.bailiwick.adapter.token;

import java.util.List;

/** From a credential to a {@link Caller}. Thread-safe. */
public interface CallerVerifier {
  /**
   * @throws TokenRejected where the credential is not to be believed
   * @throws io.bailiwick.adapter.keys.KeysUnavailable where that can't be told now
   */
  Caller verify(String credential);

  /** Every setting that loosens a check, one sentence each: to be shown at start. */
  List<String> loosened();
}
