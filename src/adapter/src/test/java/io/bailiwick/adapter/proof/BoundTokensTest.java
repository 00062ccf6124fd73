package io.bailiwick.adapter.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.token.Confirmation;
import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.adapter.token.Presentation.Scheme;
import io.bailiwick.adapter.token.ProofOfPossession;
import io.bailiwick.adapter.token.TokenRejected.Reason;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which tokens are taken with which proofs: RFC 9449, 7, and RFC 8705, 3. */
class BoundTokensTest extends DpopTestBase {
  private static final X509Certificate ONE =
      certificate(
          "MIIBczCCARmgAwIBAgIUNDIBNQfHMYjecGPFHMN+Qm+KvuwwCgYIKoZIzj0EAwIw"
              + "DjEMMAoGA1UEAwwDb25lMCAXDTI2MTEyNDA5MzIxM1oYDzIxMjYxMDMxMDkzMjEz"
              + "WjAOMQwwCgYDVQQDDANvbmUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAS8skLi"
              + "fz5aTti2obAP+UbZB8sAnTllhPKilhxsIJw655spku297nLfToqT1qqCLSmCaUjx"
              + "QDe1uVqrbk5w26ANo1MwUTAdBgNVHQ4EFgQUEhDsJD8lgSZN6q05IbdE67AqaO8w"
              + "HwYDVR0jBBgwFoAUEhDsJD8lgSZN6q05IbdE67AqaO8wDwYDVR0TAQH/BAUwAwEB"
              + "/zAKBggqhkjOPQQDAgNIADBFAiBUBsEEwpWAEbTiN8m3mNbhdmBCEsSpWuP1vKPX"
              + "UBGfogIhAMRgONokHJfkh/NUdvdJaXsEUqPf19DVgoMHJ79TPh91");
  private static final X509Certificate TWO =
      certificate(
          "MIIBczCCARmgAwIBAgIUIYfqmUiujksbEsOEuJNZjoIusS4wCgYIKoZIzj0EAwIw"
              + "DjEMMAoGA1UEAwwDdHdvMCAXDTI2MTEyNDA5MzIxM1oYDzIxMjYxMDMxMDkzMjEz"
              + "WjAOMQwwCgYDVQQDDAN0d28wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARR764h"
              + "npYMT/uYcSNINyzXw481m6qYx1gUd8DcOJJZoCgZIY7WjvFK5swyDsVl/FjTPulF"
              + "PvlpyiwbF6kqlm2Ko1MwUTAdBgNVHQ4EFgQUav87Vc2oLeWzQVKLU74QnEybqMcw"
              + "HwYDVR0jBBgwFoAUav87Vc2oLeWzQVKLU74QnEybqMcwDwYDVR0TAQH/BAUwAwEB"
              + "/zAKBggqhkjOPQQDAgNIADBFAiEA609Qsx9ftj/Q3vaQe2BfghmmVZQ7OXISHL5b"
              + "wp7pRw8CIGn8XgFNShPSPvwM+u2e11hxJk0zbgy5xhk8E06uHJ75");

  /** Of the first, as OpenSSL has it: {@code openssl dgst -sha256} over its DER. */
  private static final String THUMBPRINT = "evU7Sr3Zyw49_fImHGNgCjWL0WrsW_EfAYNsgisuFIE";

  private static final Optional<Confirmation> NOTHING = Optional.empty();
  private static final Optional<Confirmation> TO_CERTIFICATE =
      Optional.of(new Confirmation(Optional.empty(), Optional.of(THUMBPRINT)));
  private static final Optional<Confirmation> TO_BOTH =
      Optional.of(new Confirmation(Optional.of(KEY.thumbprint()), Optional.of(THUMBPRINT)));

  private final BoundTokens certificates = BoundTokens.builder().clientCertificates().build();
  private final BoundTokens both =
      BoundTokens.builder().dpop(proofs().build()).clientCertificates().build();

  private static Presentation bearer() {
    return Presentation.bearer(TOKEN);
  }

  private static Presentation bearer(X509Certificate certificate) {
    return new Presentation(
        TOKEN, Scheme.BEARER, List.of(), "POST", PATH, Optional.of(certificate));
  }

  private Presentation dpop() {
    return presented(proof().sign());
  }

  private Presentation dpop(X509Certificate certificate) {
    return new Presentation(
        TOKEN, Scheme.DPOP, List.of(proof().sign()), "POST", PATH, Optional.of(certificate));
  }

  @Test
  void withoutSupport_nothingBoundIsTaken() {
    ProofOfPossession none = ProofOfPossession.NONE;
    assertThatCode(() -> none.check(HOLDER, NOTHING, bearer())).doesNotThrowAnyException();
    for (Optional<Confirmation> binding : List.of(toKey(KEY), TO_CERTIFICATE, TO_BOTH)) {
      refuse(none, binding, bearer(), Reason.PROOF_REQUIRED);
      refuse(none, binding, dpop(ONE), Reason.PROOF_REQUIRED);
    }
    refuse(none, NOTHING, dpop(), Reason.PROOF_REQUIRED);
    assertThat(none.offer().dpopAlgorithms()).isEmpty();
    assertThat(none.offer().takes(Scheme.DPOP)).isFalse();
  }

  @Test
  void unboundToken_isABearers_andNoOthers() {
    for (BoundTokens each : List.of(bound, certificates, both)) {
      assertThatCode(() -> each.check(HOLDER, NOTHING, bearer())).doesNotThrowAnyException();
      assertThatCode(() -> each.check(HOLDER, NOTHING, bearer(ONE))).doesNotThrowAnyException();
      refuse(each, NOTHING, dpop(), Reason.NOT_BOUND);
    }
  }

  @Test
  void tokenBoundToAKey_isNoBearers_whateverComesAlong() {
    refuse(bound, toKey(KEY), bearer(), Reason.PROOF_REQUIRED);
    Presentation underBearer =
        new Presentation(
            TOKEN, Scheme.BEARER, List.of(proof().sign()), "POST", PATH, Optional.of(ONE));
    refuse(bound, toKey(KEY), underBearer, Reason.PROOF_REQUIRED);
    refuse(both, toKey(KEY), underBearer, Reason.PROOF_REQUIRED);
    refuse(certificates, toKey(KEY), dpop(), Reason.PROOF_REQUIRED);
  }

  @Test
  void tokenBoundToACertificate_needsThatCertificate() {
    for (BoundTokens each : List.of(certificates, both)) {
      assertThatCode(() -> each.check(HOLDER, TO_CERTIFICATE, bearer(ONE)))
          .doesNotThrowAnyException();
      refuse(each, TO_CERTIFICATE, bearer(), Reason.PROOF_REQUIRED);
      refuse(each, TO_CERTIFICATE, bearer(TWO), Reason.WRONG_PROOF_KEY);
      refuse(each, TO_CERTIFICATE, dpop(ONE), Reason.NOT_BOUND);
    }
    refuse(bound, TO_CERTIFICATE, bearer(ONE), Reason.PROOF_REQUIRED);
  }

  @Test
  void tokenBoundToBoth_needsBoth() {
    assertThatCode(() -> both.check(HOLDER, TO_BOTH, dpop(ONE))).doesNotThrowAnyException();
    refuse(both, TO_BOTH, dpop(), Reason.PROOF_REQUIRED);
    refuse(both, TO_BOTH, dpop(TWO), Reason.WRONG_PROOF_KEY);
    refuse(both, TO_BOTH, bearer(ONE), Reason.PROOF_REQUIRED);
    refuse(bound, TO_BOTH, dpop(ONE), Reason.PROOF_REQUIRED);
    refuse(certificates, TO_BOTH, dpop(ONE), Reason.PROOF_REQUIRED);
    refuse(certificates, TO_BOTH, bearer(ONE), Reason.PROOF_REQUIRED);
  }

  @Test
  void wrongCertificate_doesNotUseTheProofUp() {
    String proof = proof().sign();
    Presentation wrong =
        new Presentation(TOKEN, Scheme.DPOP, List.of(proof), "POST", PATH, Optional.of(TWO));
    refuse(both, TO_BOTH, wrong, Reason.WRONG_PROOF_KEY);
    accept(both, presented(proof));
  }

  @Test
  void whereBindingIsRequired_noBearerTokenIsTaken() {
    BoundTokens dpopOnly = BoundTokens.builder().dpop(proofs().build()).required().build();
    BoundTokens bothOnly =
        BoundTokens.builder().dpop(proofs().build()).clientCertificates().required().build();
    for (BoundTokens each : List.of(dpopOnly, bothOnly)) {
      refuse(each, NOTHING, bearer(), Reason.NOT_BOUND);
      refuse(each, NOTHING, dpop(), Reason.NOT_BOUND);
      accept(each, dpop());
    }
    assertThatCode(() -> bothOnly.check(HOLDER, TO_CERTIFICATE, bearer(ONE)))
        .doesNotThrowAnyException();
    assertThat(dpopOnly.offer().schemes()).containsExactly(Scheme.DPOP);
    assertThat(bothOnly.offer().schemes()).containsExactlyInAnyOrder(Scheme.DPOP, Scheme.BEARER);
    assertThat(bound.offer().schemes()).containsExactlyInAnyOrder(Scheme.DPOP, Scheme.BEARER);
    assertThat(certificates.offer().schemes()).containsExactly(Scheme.BEARER);
    assertThat(certificates.offer().certificates()).isTrue();
    assertThat(dpopOnly.offer().certificates()).isFalse();
  }

  @Test
  void builder_demandsSomethingToBeBoundTo_andTakesEachOnce() {
    assertThatThrownBy(() -> BoundTokens.builder().required().build())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> BoundTokens.builder().required().required())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> BoundTokens.builder().clientCertificates().clientCertificates())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> BoundTokens.builder().dpop(proofs().build()).dpop(proofs().build()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(both.loosened()).isEmpty();
  }

  private static X509Certificate certificate(String base64) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }
}
