package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.bailiwick.testkit.TestKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PEM, shared secret, and the environment that names them. */
class StaticKeysTest {
  private static final TestKey RSA = TestKey.generate("rsa", "RS256");
  private static final TestKey OTHER = TestKey.generate("other", "RS256");
  private static final TestKey EC = TestKey.generate("ec", "ES256");
  private static final Optional<String> ANY = Optional.of("any id");
  private static final String SECRET = "a development secret that is long enough";

  @TempDir Path folder;

  private Path write(String name, TestKey... keys) throws IOException {
    List<Map<String, Object>> jwks = Arrays.stream(keys).map(TestKey::jwk).toList();
    return Files.writeString(
        folder.resolve(name), JSONObjectUtils.toJSONString(Map.of("keys", jwks)));
  }

  @Test
  void pem_givesItsKeyWhateverTheId() {
    PemKeys pem = PemKeys.parse(RSA.pem());
    assertThat(pem.find(ANY, JwsAlgorithm.RS256)).isPresent();
    assertThat(pem.find(Optional.empty(), JwsAlgorithm.PS512)).isPresent();
    assertThat(pem.find(ANY, JwsAlgorithm.HS256)).isEmpty();
    assertThat(pem.find(ANY, JwsAlgorithm.ES256)).isEmpty();
    assertThat(pem.loosened()).isEmpty();
    assertThat(pem.health().keys()).isEqualTo(1);
  }

  @Test
  void pemOnOneLineAndWithCrLf_isRead() {
    assertThat(PemKeys.parse(RSA.pem().replace("\n", "\\n")).health().keys()).isEqualTo(1);
    assertThat(PemKeys.parse(RSA.pem().replace("\n", "\r\n")).health().keys()).isEqualTo(1);
  }

  @Test
  void pemOfTwoKinds_isTwoKeys() {
    PemKeys both = PemKeys.parse(RSA.pem() + "\n" + EC.pem());
    assertThat(both.find(ANY, JwsAlgorithm.ES256)).isPresent();
    assertThat(both.find(ANY, JwsAlgorithm.RS256)).isPresent();
  }

  @Test
  void certificate_isReadForItsKey() {
    String certificate =
        """
        -----BEGIN CERTIFICATE-----
        MIIBiTCCAS+gAwIBAgIUER7qDUO479lHGftbSm5qoaqKH6AwCgYIKoZIzj0EAwIw
        GTEXMBUGA1UEAwwOaXNzdWVyLmV4YW1wbGUwIBcNMjYxMTI0MTQwNzIyWhgPMjEy
        NjEwMzExNDA3MjJaMBkxFzAVBgNVBAMMDmlzc3Vlci5leGFtcGxlMFkwEwYHKoZI
        zj0CAQYIKoZIzj0DAQcDQgAEa5oeY7GcqnXn62K4aPsOt6HS5XidM+AiDZQlnHVf
        8WdCsoPxo/19HgluSthfdR/6iSf5zNcOF052dVCAAOfcbaNTMFEwHQYDVR0OBBYE
        FO9H8JzJTk0Ry1cphAm/hzc8HssGMB8GA1UdIwQYMBaAFO9H8JzJTk0Ry1cphAm/
        hzc8HssGMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhANvAgSm5
        4uTkjsEky2PPGkszRmDpN4uhmwJHzr3y9rACAiBz5H6N/4wolfC8eEX5RcYwKAgq
        jtItgj+V+cJiIs7Hug==
        -----END CERTIFICATE-----
        """;
    String publicKey =
        """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEa5oeY7GcqnXn62K4aPsOt6HS5Xid
        M+AiDZQlnHVf8WdCsoPxo/19HgluSthfdR/6iSf5zNcOF052dVCAAOfcbQ==
        -----END PUBLIC KEY-----
        """;
    VerificationKey certified =
        PemKeys.parse(certificate).find(Optional.empty(), JwsAlgorithm.ES256).orElseThrow();
    VerificationKey plain =
        PemKeys.parse(publicKey).find(Optional.empty(), JwsAlgorithm.ES256).orElseThrow();
    assertThat(certified.isSameAs(plain)).isTrue();
  }

  @Test
  void pemOfTwoKeysForOneAlgorithm_isRefusedAtStart() {
    assertThatThrownBy(() -> PemKeys.parse(RSA.pem() + OTHER.pem()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("JWKS file");
  }

  @Test
  void pemThatIsNone_isRefusedAndNotQuoted() {
    String privatePem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getEncoder()
                .encodeToString("very private".getBytes(java.nio.charset.StandardCharsets.UTF_8))
            + "\n-----END PRIVATE KEY-----";
    assertThatThrownBy(() -> PemKeys.parse(privatePem))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("private key has no place")
        .hasMessageNotContaining("dmVy");
    for (String bad :
        List.of(
            "",
            "some-secret-text",
            RSA.pem() + "some-secret-text",
            "some-secret-text" + RSA.pem(),
            RSA.pem() + "some-secret-text" + EC.pem(),
            "-----BEGIN SOMETHING-----\nAAAA\n-----END SOMETHING-----",
            RSA.pem().replace("END PUBLIC", "END OTHER"),
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
            "-----BEGIN PUBLIC KEY-----\n!secret!\n-----END PUBLIC KEY-----",
            "-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----",
            TestKey.rsa("weak", "RS256", 1024).pem())) {
      assertThatThrownBy(() -> PemKeys.parse(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void sharedSecret_isForHs256OnlyAndLongEnough() {
    SharedSecret secret = SharedSecret.forDevelopment(SECRET);
    assertThat(secret.find(ANY, JwsAlgorithm.HS256)).isPresent();
    assertThat(secret.find(ANY, JwsAlgorithm.RS256)).isEmpty();
    assertThat(secret.loosened()).hasSize(1);
    assertThat(secret.toString()).isEqualTo("SharedSecret");
    assertThat(SharedSecret.forDevelopment("x".repeat(32)).health().keys()).isEqualTo(1);
    assertThatThrownBy(() -> SharedSecret.forDevelopment("x".repeat(31)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SharedSecret.forDevelopment("too short"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("too short");
    assertThatThrownBy(() -> SharedSecret.forDevelopment(RSA.pem()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void environment_namesKeys() throws IOException {
    assertThat(KeySources.fromEnvironment(Map.of())).isEmpty();

    KeySource pem =
        KeySources.fromEnvironment(Map.of("JWT_VERIFICATION_KEY", RSA.pem())).orElseThrow();
    assertThat(pem.find(ANY, JwsAlgorithm.RS256)).isPresent();

    KeySource both =
        KeySources.fromEnvironment(
                Map.of(
                    "JWT_VERIFICATION_KEY", RSA.pem(),
                    "JWT_JWKS_FILE", write("jwks.json", EC).toString(),
                    "JWT_DEVELOPMENT_SHARED_SECRET", SECRET))
            .orElseThrow();
    assertThat(both.find(ANY, JwsAlgorithm.RS256)).isPresent();
    assertThat(both.find(Optional.of("ec"), JwsAlgorithm.ES256)).isPresent();
    assertThat(both.find(ANY, JwsAlgorithm.HS256)).isPresent();
    assertThat(both.find(ANY, JwsAlgorithm.EDDSA)).isEmpty();
    assertThat(both.loosened()).hasSize(1);
    assertThat(both.health().keys()).isEqualTo(3);
  }

  @Test
  void environmentSetToWhatCantBeUsed_namesTheVariableAndNotItsValue() {
    for (Map<String, String> bad :
        List.of(
            Map.of("JWT_VERIFICATION_KEY", "some-secret-value-that-is-no-pem-at-all-but-long"),
            Map.of("JWT_VERIFICATION_KEY", ""),
            Map.of("JWT_DEVELOPMENT_SHARED_SECRET", "secret"),
            Map.of("JWT_JWKS_FILE", " "),
            Map.of("JWT_JWKS_FILE", "no\0path"))) {
      String name = bad.keySet().iterator().next();
      assertThatThrownBy(() -> KeySources.fromEnvironment(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(name)
          .hasMessageNotContaining("some-secret");
    }
  }

  @Test
  void sourcesInOrder_areUnavailableOnlyWhereNoneHasTheKey() {
    KeySource down =
        new KeySource() {
          @Override
          public Optional<VerificationKey> find(Optional<String> kid, JwsAlgorithm algorithm) {
            throw new KeysUnavailable("down", Duration.ofSeconds(1));
          }

          @Override
          public KeyHealth health() {
            return new KeyHealth(0, Optional.empty(), Optional.of(KeyFailure.UNREACHABLE));
          }
        };
    KeySource both = KeySources.inOrder(List.of(down, PemKeys.parse(RSA.pem())));
    assertThat(both.find(ANY, JwsAlgorithm.RS256)).isPresent();
    assertThatThrownBy(() -> both.find(ANY, JwsAlgorithm.ES256))
        .isInstanceOf(KeysUnavailable.class);
    assertThatThrownBy(() -> KeySources.inOrder(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sourcesInOrder_areAsHealthyAsTheirParts() {
    KeySource one = source(new KeyHealth(2, Optional.of(Duration.ofSeconds(1)), Optional.empty()));
    KeySource other =
        source(
            new KeyHealth(
                1,
                Optional.of(Duration.ofSeconds(9)),
                Optional.of(KeyFailure.TIMED_OUT),
                Optional.of(Duration.ofSeconds(30)),
                4,
                Map.of(KeyFailure.TIMED_OUT, 3L)));
    assertThat(KeySources.inOrder(List.of(one, other)).health())
        .isEqualTo(
            new KeyHealth(
                3,
                Optional.of(Duration.ofSeconds(9)),
                Optional.of(KeyFailure.TIMED_OUT),
                Optional.of(Duration.ofSeconds(30)),
                4,
                Map.of(KeyFailure.TIMED_OUT, 3L)));
  }

  @Test
  void sourcesInOrder_areClosedThoughOneThrows() {
    List<String> closed = new ArrayList<>();
    KeySource both =
        KeySources.inOrder(
            List.of(
                closing(
                    () -> {
                      throw new IllegalStateException("can't be closed");
                    }),
                closing(() -> closed.add("the second"))));
    assertThatThrownBy(both::close).hasMessage("can't be closed");
    assertThat(closed).containsExactly("the second");
    KeySources.inOrder(List.of(closing(() -> closed.add("alone")))).close();
    assertThat(closed).containsExactly("the second", "alone");
  }

  private static KeySource closing(Runnable close) {
    return new KeySource() {
      @Override
      public Optional<VerificationKey> find(Optional<String> kid, JwsAlgorithm algorithm) {
        return Optional.empty();
      }

      @Override
      public KeyHealth health() {
        return new KeyHealth(0, Optional.empty(), Optional.empty());
      }

      @Override
      public void close() {
        close.run();
      }
    };
  }

  private static KeySource source(KeyHealth health) {
    return new KeySource() {
      @Override
      public Optional<VerificationKey> find(Optional<String> kid, JwsAlgorithm algorithm) {
        return Optional.empty();
      }

      @Override
      public KeyHealth health() {
        return health;
      }
    };
  }
}
