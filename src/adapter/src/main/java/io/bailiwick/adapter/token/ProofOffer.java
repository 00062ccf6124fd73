package io.bailiwick.adapter.token;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which proofs a service takes, as it says so in challenges and in its metadata. Immutable.
 *
 * @param schemes those that a token may come under; never empty
 * @param dpopAlgorithms for DPoP proofs, as JWS names them; empty where the scheme is not taken
 * @param certificates whether tokens may be bound to client certificates
 */
public record ProofOffer(
    Set<Presentation.Scheme> schemes, List<String> dpopAlgorithms, boolean certificates) {

  /** None: bearer tokens only. */
  public static final ProofOffer BEARER_ONLY =
      new ProofOffer(EnumSet.of(Presentation.Scheme.BEARER), List.of(), false);

  public ProofOffer {
    schemes = Set.copyOf(schemes);
    dpopAlgorithms = List.copyOf(dpopAlgorithms);
    if (schemes.isEmpty()
        || schemes.contains(Presentation.Scheme.DPOP) == dpopAlgorithms.isEmpty()) {
      throw new IllegalArgumentException("A scheme is offered, and DPoP with its algorithms");
    }
  }

  /** Whether the scheme is taken. */
  public boolean takes(Presentation.Scheme scheme) {
    return schemes.contains(scheme);
  }
}
