package io.bailiwick.adapter.token;

import io.bailiwick.adapter.keys.JwsAlgorithm;
import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.adapter.keys.VerificationKey;
import java.util.Optional;

/**
 * What {@link TokenVerification} found of one token: whose it is, and by what key. It is true of
 * the token's very text, for as long as that is not expired and that key still stands. It is not a
 * caller's admission yet: whoever presents the token must prove what it is bound to.
 *
 * @param confirmation what must be proved each time the token is presented
 * @param keys the issuer's, where the key was found
 * @param key the one that verified the signature
 * @param kid as the header names the key
 * @param algorithm as the header names it
 */
record Verified(
    Caller caller,
    Optional<Confirmation> confirmation,
    KeySource keys,
    VerificationKey key,
    Optional<String> kid,
    JwsAlgorithm algorithm) {

  /** Nothing of the token. */
  @Override
  public String toString() {
    return "Verified[" + algorithm + ", " + caller + "]";
  }
}
