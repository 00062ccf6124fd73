package io.bailiwick.adapter.proof;

import io.bailiwick.adapter.token.Caller.Identity;
import io.bailiwick.adapter.token.Confirmation;
import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.adapter.token.Presentation.Scheme;
import io.bailiwick.adapter.token.ProofOfPossession;
import io.bailiwick.adapter.token.ProofOffer;
import io.bailiwick.adapter.token.TokenRejected;
import io.bailiwick.adapter.token.TokenRejected.Reason;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes tokens that are bound to a DPoP key, to a client certificate, or to both, and only with
 * proof of all that they are bound to. A bound token is never taken as a bearer's, nor an unbound
 * one under the scheme {@code DPoP} (RFC 9449, 7.1 and 7.2). Thread-safe.
 *
 * <p>Bearer tokens still pass unless {@link Builder#required()} says otherwise: so a service can
 * take the one kind while its clients move to the other.
 */
public final class BoundTokens implements ProofOfPossession {
  private final Optional<DpopProofs> dpop;
  private final boolean certificates;
  private final boolean required;

  private BoundTokens(Builder told) {
    this.dpop = Optional.ofNullable(told.dpop);
    this.certificates = told.certificates;
    this.required = told.required;
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public void check(
      Identity holder, Optional<Confirmation> confirmation, Presentation presentation) {
    boolean dpopScheme = presentation.scheme() == Scheme.DPOP;
    Optional<String> key = confirmation.flatMap(Confirmation::keyThumbprint);
    if (confirmation.isEmpty() ? required || dpopScheme : dpopScheme && key.isEmpty()) {
      throw new TokenRejected(Reason.NOT_BOUND);
    }
    if (presentation.scheme() == Scheme.REDEEMED) {
      // proved where its handle was issued, which is why it may be asked for at all
      return;
    }
    confirmation
        .flatMap(Confirmation::certificateThumbprint)
        .ifPresent(thumbprint -> checkCertificate(thumbprint, presentation));
    // last, since only this leaves a trace: what is refused for another reason uses no proof up
    key.ifPresent(thumbprint -> checkKey(holder, thumbprint, presentation));
  }

  @Override
  public ProofOffer offer() {
    Set<Scheme> schemes = EnumSet.noneOf(Scheme.class);
    if (dpop.isPresent()) {
      schemes.add(Scheme.DPOP);
    }
    if (!required || certificates) {
      schemes.add(Scheme.BEARER);
    }
    return new ProofOffer(
        schemes, dpop.map(DpopProofs::algorithmNames).orElse(List.of()), certificates);
  }

  @Override
  public Optional<String> dpopNonce() {
    return dpop.flatMap(DpopProofs::nonce);
  }

  @Override
  public List<String> loosened() {
    return dpop.map(DpopProofs::loosened).orElse(List.of());
  }

  private void checkKey(Identity holder, String thumbprint, Presentation presentation) {
    if (dpop.isEmpty() || presentation.scheme() != Scheme.DPOP) {
      throw new TokenRejected(Reason.PROOF_REQUIRED);
    }
    dpop.get().check(holder, thumbprint, presentation);
  }

  private void checkCertificate(String thumbprint, Presentation presentation) {
    if (!certificates || presentation.certificate().isEmpty()) {
      throw new TokenRejected(Reason.PROOF_REQUIRED);
    }
    if (!Sha256.same(thumbprint, Sha256.of(presentation.certificate().get()))) {
      throw new TokenRejected(Reason.WRONG_PROOF_KEY);
    }
  }

  /** Setting a thing twice is an error. Not thread-safe. */
  public static final class Builder {
    private @Nullable DpopProofs dpop;
    private boolean certificates;
    private boolean required;

    private Builder() {}

    /** Takes tokens that are bound to a DPoP key. */
    public Builder dpop(DpopProofs proofs) {
      once(dpop != null, "dpop");
      dpop = proofs;
      return this;
    }

    /**
     * Takes tokens that are bound to a client certificate (RFC 8705, 3), where the binding hands on
     * the certificate that the TLS layer has seen proved. Whether its issuer is trusted is the TLS
     * layer's to say and does not matter here (RFC 8705, 2.2): the token names the very one.
     */
    public Builder clientCertificates() {
      once(certificates, "clientCertificates");
      certificates = true;
      return this;
    }

    /** Takes no bearer tokens any more: each must be bound to something. */
    public Builder required() {
      once(required, "required");
      required = true;
      return this;
    }

    /**
     * @throws IllegalStateException where there is nothing that a token could be bound to
     */
    public BoundTokens build() {
      if (dpop == null && !certificates) {
        throw new IllegalStateException(
            "Bound tokens are bound to something: call dpop(proofs), clientCertificates() or both");
      }
      return new BoundTokens(this);
    }

    private static void once(boolean before, String what) {
      if (before) {
        throw new IllegalStateException(what + " is set already; set it once");
      }
    }
  }
}
