package io.bailiwick.adapter.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientAuthenticationTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
  private static final String ISSUER = "https://id.example.com/realms/agents";

  @Test
  void secret_isSentAsBasicWithBothHalvesEncoded() {
    ClientAuthentication client = ClientAuthentication.secret("research os", "a:b%c");
    String basic = client.authorization().orElseThrow();
    assertThat(basic).startsWith("Basic ");
    assertThat(new String(Base64.getDecoder().decode(basic.substring(6)), StandardCharsets.UTF_8))
        .isEqualTo("research+os:a%3Ab%25c");
    assertThat(client.formFields()).isEmpty();
    assertThat(client.toString()).doesNotContain("a:b%c", "research");
  }

  @Test
  void secretOrIdThatIsEmpty_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClientAuthentication.secret("research-os", " "));
    assertThatIllegalArgumentException().isThrownBy(() -> ClientAuthentication.secret("", "s"));
  }

  @Test
  void rsaKey_signsWhatTheFieldsLibraryVerifies() throws Exception {
    KeyPair pair = rsa(2048);
    assertSigned(pair, "RS256", new RSASSAVerifier((RSAPublicKey) pair.getPublic()));
  }

  @Test
  void ecKey_signsWhatTheFieldsLibraryVerifies() throws Exception {
    KeyPair pair = ec("secp256r1");
    assertSigned(pair, "ES256", new ECDSAVerifier((ECPublicKey) pair.getPublic()));
  }

  @Test
  void weakKeyOrOtherKind_isRefused() throws Exception {
    for (KeyPair pair :
        new KeyPair[] {
          rsa(1024), ec("secp384r1"), KeyPairGenerator.getInstance("Ed25519").generateKeyPair()
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  ClientAuthentication.privateKey(
                      "research-os", pair.getPrivate(), Optional.empty(), ISSUER, CLOCK));
    }
  }

  private static void assertSigned(KeyPair pair, String algorithm, JWSVerifier verifier)
      throws Exception {
    ClientAuthentication client =
        ClientAuthentication.privateKey(
            "research\"os", pair.getPrivate(), Optional.of("key-1"), ISSUER, CLOCK);
    Map<String, String> fields = client.formFields();
    assertThat(client.authorization()).isEmpty();
    assertThat(fields)
        .containsEntry("client_id", "research\"os")
        .containsEntry(
            "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    SignedJWT assertion = SignedJWT.parse(fields.get("client_assertion"));
    assertThat(assertion.verify(verifier)).isTrue();
    assertThat(assertion.getHeader().getAlgorithm().getName()).isEqualTo(algorithm);
    assertThat(assertion.getHeader().getKeyID()).isEqualTo("key-1");
    JWTClaimsSet claims = assertion.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo("research\"os");
    assertThat(claims.getSubject()).isEqualTo("research\"os");
    assertThat(claims.getAudience()).containsExactly(ISSUER);
    assertThat(claims.getExpirationTime()).isEqualTo(Date.from(CLOCK.instant().plusSeconds(30)));
    assertThat(claims.getJWTID())
        .isNotEqualTo(
            SignedJWT.parse(client.formFields().get("client_assertion"))
                .getJWTClaimsSet()
                .getJWTID());
  }

  private static KeyPair rsa(int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static KeyPair ec(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }
}
