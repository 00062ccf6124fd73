package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.keys.JwsAlgorithm;
import io.bailiwick.adapter.keys.PemKeys;
import io.bailiwick.adapter.keys.VerificationKey;
import io.bailiwick.testkit.TestIssuer;
import io.bailiwick.testkit.TestKey;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which headers are kept, and that a kept one lets nothing through. */
class KnownHeadersTest extends VerifierTestBase {
  private static final ClaimNames NAMES = new ClaimNames("sub", "aud", "scopes", Set.of());
  private static final JoseHeader HEADER =
      new JoseHeader(JwsAlgorithm.RS256, Optional.empty(), "at+jwt");

  private final VerificationKey key =
      VerificationKey.of(Optional.empty(), issuer.key().publicKey());

  private static CompactJws jws(String header) {
    return CompactJws.split(header + ".e30.AA", new TokenScratch());
  }

  private void add(KnownHeaders headers, String header, String ofIssuer) {
    headers.add(jws(header), HEADER, ofIssuer, keys, key);
  }

  @Test
  void header_isFoundByItsWholeText() {
    KnownHeaders headers = new KnownHeaders(NAMES);
    add(headers, "abcd", "i");
    assertThat(headers.find(jws("abcd"))).isNotNull();
    assertThat(headers.find(jws("abcde"))).isNull();
    assertThat(headers.find(jws("abc"))).isNull();
    assertThat(headers.find(jws("abcD"))).isNull();
  }

  @Test
  void headerOfTwoIssuers_saysNothing() {
    KnownHeaders headers = new KnownHeaders(NAMES);
    add(headers, "abcd", "i");
    add(headers, "abcd", "j");
    assertThat(headers.find(jws("abcd"))).isNull();
  }

  @Test
  void headers_areBoundedForEachIssuerAndMakeNoRoomForAnother() {
    KnownHeaders headers = new KnownHeaders(NAMES);
    add(headers, "of-the-other", "j");
    for (int i = 0; i < 100; i++) {
      add(headers, "header" + i, "i");
    }
    assertThat(headers.find(jws("of-the-other"))).isNotNull();
    for (int i = 0; i < 100; i++) {
      assertThat(headers.find(jws("header" + i)) != null)
          .isEqualTo(i >= 100 - KnownHeaders.PER_ISSUER);
    }
  }

  @Test
  void keyThatReplacesAnother_replacesItsHeader() {
    KnownHeaders headers = new KnownHeaders(NAMES);
    add(headers, "abcd", "i");
    VerificationKey next = key.onlyFor(JwsAlgorithm.RS256);
    headers.add(jws("abcd"), HEADER, "i", keys, next);
    assertThat(headers.find(jws("abcd")))
        .isNotNull()
        .extracting(KnownHeaders.KnownHeader::key)
        .isSameAs(next);
  }

  @Test
  void twoIssuersThatWriteTheSameHeader_areToldApart() {
    TestKey first = TestKey.generate("same", "RS256");
    TestKey second = TestKey.generate("same", "RS256");
    AgentTokenVerifier two =
        AgentTokenVerifier.builder()
            .issuer("https://one.example", PemKeys.parse(first.pem()))
            .issuer("https://two.example", PemKeys.parse(second.pem()))
            .audience(TestIssuer.AUDIENCE)
            .clock(clock)
            .build();
    for (int round = 0; round < 3; round++) {
      for (TestKey key : new TestKey[] {first, second}) {
        String own = key == first ? "https://one.example" : "https://two.example";
        String other = key == first ? "https://two.example" : "https://one.example";
        String id = "token-" + round;
        assertThat(
                two.verify(token().signedWith(key).claim("iss", own).claim("jti", id).sign())
                    .issuer())
            .isEqualTo(own);
        assertRejected(
            two,
            token().signedWith(key).claim("iss", other).claim("jti", id).sign(),
            TokenRejected.Reason.BAD_SIGNATURE);
      }
    }
  }

  @Test
  void headerOfAWithdrawnKey_letsNothingThrough() {
    try (TestIssuer own = TestIssuer.start(clock);
        var ownKeys =
            io.bailiwick.adapter.keys.JwksUrl.ofIssuer(own.issuer())
                .clock(clock)
                .patience(Duration.ofSeconds(20))
                .timeout(Duration.ofSeconds(20))
                .build()) {
      AgentTokenVerifier verifier =
          AgentTokenVerifier.builder()
              .issuer(own.issuer(), ownKeys)
              .audience(TestIssuer.AUDIENCE)
              .clock(clock)
              .build();
      assertThat(verifier.verify(own.token().sign())).isNotNull();
      String old = own.token().claim("jti", "another").sign();
      TestKey withdrawn = own.key();
      own.rotate();
      own.retire(withdrawn.kid());
      // the next token's key is unknown, so the keys are read again, and the old one is gone
      assertThat(verifier.verify(own.token().sign())).isNotNull();
      assertThatThrownBy(() -> verifier.verify(old))
          .isInstanceOfAny(TokenRejected.class, io.bailiwick.adapter.keys.KeysUnavailable.class);
    }
  }
}
