package io.bailiwick.adapter.proof;

import io.bailiwick.adapter.keys.CryptoChoice;
import io.bailiwick.adapter.keys.JwsAlgorithm;
import io.bailiwick.adapter.token.Caller.Identity;
import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.adapter.token.SelfSignedJws;
import io.bailiwick.adapter.token.TokenRejected;
import io.bailiwick.adapter.token.TokenRejected.Reason;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which DPoP proofs (RFC 9449, 4.3) this service takes: each for one request to it, made just now
 * by the key that the token is bound to, and never twice.
 *
 * <p>A proof names the address that it is for. What the service's own address is, it is told here:
 * the {@code Host} header and those that proxies add are the client's to write, so none is looked
 * at. For the handshake of a WebSocket the proof is for {@code GET} and the {@code https} form of
 * the address (RFC 6455, 4.1, has the handshake be an HTTP request). Thread-safe.
 */
public final class DpopProofs {
  /** The most characters of a proof. */
  public static final int MAX_LENGTH = 8 * 1024;

  /** The most characters of a proof's {@code jti}. */
  public static final int MAX_ID_LENGTH = 256;

  private static final String TYPE = "dpop+jwt";
  private static final Duration USUAL_AGE = Duration.ofSeconds(60);
  private static final Duration USUAL_AHEAD = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** A proof's time is in whole seconds, so it may be taken for up to one longer. */
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  private final List<TargetUri> bases;
  private final Set<JwsAlgorithm> algorithms;
  private final Duration maxAge;
  private final Duration maxAhead;
  private final Clock clock;
  private final ProofReplays replays;
  private final Optional<DpopNonces> nonces;
  private final CryptoChoice crypto;

  private DpopProofs(Builder told) {
    this.bases = List.copyOf(told.bases);
    this.algorithms =
        Collections.unmodifiableSet(
            told.algorithms == null ? asymmetric() : EnumSet.copyOf(told.algorithms));
    this.maxAge = told.maxAge == null ? USUAL_AGE : told.maxAge;
    this.maxAhead = told.maxAhead == null ? USUAL_AHEAD : told.maxAhead;
    this.clock = told.clock == null ? Clock.systemUTC() : told.clock;
    this.replays = told.replays == null ? ReplayMemory.of(clock) : told.replays;
    this.nonces = Optional.ofNullable(told.nonces);
    // a setting of the process that can't be followed fails here, and not at the first proof
    this.crypto = told.crypto == null ? CryptoChoice.ofProcess() : told.crypto;
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * @param holder whom the token was made for
   * @param thumbprint of the key that the token is bound to
   * @throws TokenRejected where the presentation does not prove that it has that key
   */
  void check(Identity holder, String thumbprint, Presentation presentation) {
    if (presentation.proofs().size() != 1) {
      throw new TokenRejected(Reason.INVALID_PROOF);
    }
    SelfSignedJws proof =
        SelfSignedJws.verify(
            presentation.proofs().get(0), MAX_LENGTH, TYPE, algorithms, thumbprint, crypto);
    String id =
        proof
            .text("jti")
            .filter(jti -> !jti.isEmpty() && jti.length() <= MAX_ID_LENGTH)
            .orElseThrow(() -> new TokenRejected(Reason.INVALID_PROOF));
    requireRequest(proof, presentation);
    requireToken(proof, presentation.token());
    long made = requireFresh(proof, clock.instant());
    if (nonces.isPresent() && !proof.text("nonce").map(nonces.get()::accepts).orElse(false)) {
      throw new TokenRejected(Reason.NONCE_REQUIRED);
    }
    // the very last: a proof that is refused otherwise is not used up
    Instant end = Instant.ofEpochSecond(made).plus(maxAge).plus(ONE_SECOND);
    switch (replays.take(holder, thumbprint, id, end)) {
      case FIRST -> {}
      case SEEN -> throw new TokenRejected(Reason.REPLAYED_PROOF);
      case CROWDED -> throw new TokenRejected(Reason.TOO_MANY_PROOFS);
    }
  }

  /** Every setting that loosens a check, one sentence each. */
  List<String> loosened() {
    List<String> loosened = new ArrayList<>();
    if (maxAge.compareTo(USUAL_AGE) > 0) {
      loosened.add("DPoP maxAge: a proof is taken for " + maxAge.toSeconds() + " seconds");
    }
    if (maxAhead.compareTo(USUAL_AHEAD) > 0) {
      loosened.add(
          "DPoP maxAhead: a proof may be " + maxAhead.toSeconds() + " seconds ahead of the clock");
    }
    for (TargetUri base : bases) {
      if (base.isPlain()) {
        loosened.add("DPoP publicUrl: " + base.host() + " is reached without TLS");
      }
    }
    return List.copyOf(loosened);
  }

  /** As JWS names them. */
  List<String> algorithmNames() {
    return algorithms.stream().map(JwsAlgorithm::jwsName).toList();
  }

  /** The one to use next; empty where none is asked for. */
  Optional<String> nonce() {
    return nonces.map(DpopNonces::current);
  }

  private void requireRequest(SelfSignedJws proof, Presentation presentation) {
    String method = proof.text("htm").orElseThrow(() -> new TokenRejected(Reason.INVALID_PROOF));
    String address = proof.text("htu").orElseThrow(() -> new TokenRejected(Reason.INVALID_PROOF));
    boolean here =
        TargetUri.parse(address)
            .filter(
                uri ->
                    bases.stream().anyMatch(at -> at.resolve(presentation.rawPath()).equals(uri)))
            .isPresent();
    if (!here || !method.equals(presentation.method())) {
      throw new TokenRejected(Reason.PROOF_FOR_OTHER_REQUEST);
    }
  }

  private static void requireToken(SelfSignedJws proof, String token) {
    String hash = proof.text("ath").orElseThrow(() -> new TokenRejected(Reason.INVALID_PROOF));
    if (!Sha256.same(hash, Sha256.of(token))) {
      throw new TokenRejected(Reason.PROOF_FOR_OTHER_TOKEN);
    }
  }

  private long requireFresh(SelfSignedJws proof, Instant now) {
    long made = proof.number("iat").orElseThrow(() -> new TokenRejected(Reason.INVALID_PROOF));
    boolean early = made > now.plus(maxAhead).getEpochSecond();
    boolean late = made < now.minus(maxAge).getEpochSecond();
    boolean unknown = made < replays.since().getEpochSecond();
    if (early || late || unknown) {
      throw new TokenRejected(Reason.STALE_PROOF);
    }
    return made;
  }

  private static Set<JwsAlgorithm> asymmetric() {
    return EnumSet.complementOf(EnumSet.of(JwsAlgorithm.HS256));
  }

  /** Demands the service's address. Setting a thing twice is an error. Not thread-safe. */
  public static final class Builder {
    private final List<TargetUri> bases = new ArrayList<>();
    private @Nullable Set<JwsAlgorithm> algorithms;
    private @Nullable Duration maxAge;
    private @Nullable Duration maxAhead;
    private @Nullable Clock clock;
    private @Nullable ProofReplays replays;
    private @Nullable DpopNonces nonces;
    private @Nullable CryptoChoice crypto;

    private Builder() {}

    /**
     * An address under which clients reach this service, path prefix included: what a request's
     * path is added to, and a proof's {@code htu} compared with. May be called for several; usually
     * there is one, the service's resource URI. One over plain {@code http}, to a host other than
     * this machine's loopback, loosens.
     *
     * @throws IllegalArgumentException where it is no absolute http(s) URL, or has a query
     */
    public Builder publicUrl(URI url) {
      if (url.getRawQuery() != null || url.getRawFragment() != null) {
        throw new IllegalArgumentException("A service's public URL has no query and no fragment");
      }
      bases.add(
          TargetUri.parse(url.toString())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "A service's public URL is an absolute http(s) URL without userinfo")));
      return this;
    }

    /** Takes proofs with these algorithms only; all asymmetric ones unless told. */
    public Builder algorithms(Set<JwsAlgorithm> allowed) {
      once(algorithms, "algorithms");
      if (allowed.isEmpty() || allowed.contains(JwsAlgorithm.HS256)) {
        throw new IllegalArgumentException("A proof is signed with an asymmetric algorithm");
      }
      algorithms = EnumSet.copyOf(allowed);
      return this;
    }

    /** How old a proof may be, up to ten minutes; 60 seconds unless told. More loosens. */
    public Builder maxAge(Duration age) {
      once(maxAge, "maxAge");
      maxAge = atMost(age, "maxAge");
      return this;
    }

    /**
     * How far a client's clock may be ahead, up to ten minutes; 10 seconds unless told. More
     * loosens.
     */
    public Builder maxAhead(Duration ahead) {
      once(maxAhead, "maxAhead");
      maxAhead = atMost(ahead, "maxAhead");
      return this;
    }

    public Builder clock(Clock source) {
      once(clock, "clock");
      clock = source;
      return this;
    }

    /**
     * Where proofs that were used are remembered; in this process unless told ({@link
     * ReplayMemory}, with its figures), and then what was made before this process started is
     * refused. Several instances of a service behind one address share one, or a proof is good once
     * at each.
     */
    public Builder replays(ProofReplays shared) {
      once(replays, "replays");
      replays = shared;
      return this;
    }

    /**
     * Asks each proof to hold a nonce of this service (RFC 9449, 9); none is asked for unless told.
     */
    public Builder nonces(DpopNonces made) {
      once(nonces, "nonces");
      nonces = made;
      return this;
    }

    /** The security providers to verify with; {@link CryptoChoice#ofProcess()} unless told. */
    public Builder crypto(CryptoChoice choice) {
      once(crypto, "crypto");
      crypto = choice;
      return this;
    }

    /**
     * @throws IllegalStateException where no public URL is told
     * @throws IllegalArgumentException where the process was told of a security provider that can't
     *     be had
     */
    public DpopProofs build() {
      if (bases.isEmpty()) {
        throw new IllegalStateException(
            "A proof is for an address: call publicUrl(url) with the one that clients use");
      }
      return new DpopProofs(this);
    }

    private static Duration atMost(Duration told, String what) {
      if (told.isNegative() || told.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(what + " is from nothing to ten minutes");
      }
      return told;
    }

    private static void once(@Nullable Object before, String what) {
      if (before != null) {
        throw new IllegalStateException(what + " is set already; set it once");
      }
    }
  }
}
