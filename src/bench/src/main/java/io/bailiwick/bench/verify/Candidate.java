package io.bailiwick.bench.verify;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import io.bailiwick.adapter.keys.CryptoProvider;
import java.util.ArrayList;
import java.util.List;

/** Who verifies: the limit, the adapter, or a {@link Peer}, by the name that the report has. */
public record Candidate(String name) {
  /** Nothing but the signature, with the process's first provider. */
  public static final Candidate RAW = new Candidate("raw JCA");

  /** Nothing but the signature, with Amazon's provider. */
  public static final Candidate RAW_ACCP = new Candidate("raw ACCP");

  /** The adapter with the JDK's providers. */
  public static final Candidate OURS = new Candidate("bailiwick");

  /** The adapter with Amazon's provider. */
  public static final Candidate OURS_ACCP = new Candidate("bailiwick on ACCP");

  /** The adapter with Conscrypt. */
  public static final Candidate OURS_CONSCRYPT = new Candidate("bailiwick on Conscrypt");

  /** All that can verify that algorithm where no provider is installed. */
  public static List<Candidate> of(Algorithm algorithm) {
    List<Candidate> all = new ArrayList<>(List.of(RAW, OURS));
    if (algorithm != Algorithm.HS256) {
      all.addAll(List.of(RAW_ACCP, OURS_ACCP));
    }
    if (algorithm == Algorithm.RS256 || algorithm == Algorithm.ES256) {
      all.add(OURS_CONSCRYPT);
    }
    algorithm.peers().forEach(peer -> all.add(new Candidate(peer.title())));
    return all;
  }

  /** All that are compared where Amazon's provider is installed for everybody. */
  public static List<Candidate> onAccp(Algorithm algorithm) {
    List<Candidate> all = new ArrayList<>(List.of(RAW, OURS_ACCP));
    algorithm.peers().forEach(peer -> all.add(new Candidate(peer.title())));
    return all;
  }

  /** Ready to check. */
  public TokenCheck check(Trust trust) throws Exception {
    if (equals(RAW)) {
      return Raw.ofProcess(trust);
    } else if (equals(RAW_ACCP)) {
      return Raw.of(AmazonCorrettoCryptoProvider.INSTANCE, trust);
    } else if (equals(OURS)) {
      return Ours.with(CryptoProvider.JDK, trust);
    } else if (equals(OURS_ACCP)) {
      return Ours.with(CryptoProvider.ACCP, trust);
    } else if (equals(OURS_CONSCRYPT)) {
      return Ours.with(CryptoProvider.CONSCRYPT, trust);
    }
    for (Peer peer : Peer.values()) {
      if (peer.title().equals(name)) {
        return peer.check(trust);
      }
    }
    throw new IllegalArgumentException("Nobody is called " + name);
  }

  /** Whether it looks at claims at all. */
  public boolean readsClaims() {
    return !equals(RAW) && !equals(RAW_ACCP);
  }
}
