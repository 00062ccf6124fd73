package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.testkit.TestKey;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which key a header gets, and that a key that stays is the same object when it is read anew. */
class KeySetTest {
  private static final TestKey RSA = TestKey.generate("rsa", "RS256");
  private static final TestKey OTHER = TestKey.generate("other", "RS256");

  private static VerificationKey key(String kid, TestKey of) {
    return unnamedOr(Optional.of(kid), of);
  }

  /** Read anew each time, so that no two are the same object. */
  private static VerificationKey unnamedOr(Optional<String> kid, TestKey of) {
    try {
      String base64 = of.pem().replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
      PublicKey read =
          KeyFactory.getInstance("RSA")
              .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
      return VerificationKey.of(kid, read);
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeySet set(VerificationKey... keys) {
    return new KeySet(List.of(keys), false);
  }

  private static Optional<VerificationKey> find(KeySet keys, String kid) {
    return keys.find(Optional.of(kid), JwsAlgorithm.RS256);
  }

  @Test
  void keyThatIsReadAnew_isTheSameObject() {
    KeySet before = set(key("a", RSA), key("b", OTHER));
    KeySet after = set(key("b", OTHER), key("a", RSA)).keeping(before);

    assertThat(find(after, "a").orElseThrow()).isSameAs(find(before, "a").orElseThrow());
    assertThat(find(after, "b").orElseThrow()).isSameAs(find(before, "b").orElseThrow());
  }

  @Test
  void otherKeyUnderTheSameId_isAnotherObject() {
    KeySet before = set(key("a", RSA));
    KeySet after = set(key("a", OTHER)).keeping(before);

    assertThat(find(after, "a").orElseThrow()).isNotSameAs(find(before, "a").orElseThrow());
  }

  @Test
  void sameKeyUnderAnotherId_orForFewerAlgorithms_isAnotherObject() {
    KeySet before = set(key("a", RSA));

    assertThat(find(set(key("b", RSA)).keeping(before), "b").orElseThrow())
        .isNotSameAs(find(before, "a").orElseThrow());
    assertThat(
            find(set(key("a", RSA).onlyFor(JwsAlgorithm.RS256)).keeping(before), "a").orElseThrow())
        .isNotSameAs(find(before, "a").orElseThrow());
  }

  @Test
  void keyThatIsTakenOut_isNotKept() {
    KeySet after = set(key("b", OTHER)).keeping(set(key("a", RSA), key("b", OTHER)));

    assertThat(find(after, "a")).isEmpty();
    assertThat(after.knows(Optional.of("a"))).isFalse();
    assertThat(after.size()).isEqualTo(1);
  }

  @Test
  void answers_areMadeReady() {
    KeySet keys = set(key("a", RSA), key("b", OTHER));

    assertThat(find(keys, "a")).isSameAs(find(keys, "a"));
    assertThat(keys.find(Optional.empty(), JwsAlgorithm.RS256)).as("a guess").isEmpty();
    assertThat(keys.find(Optional.of("a"), JwsAlgorithm.ES256)).isEmpty();
    assertThat(keys.find(Optional.of("c"), JwsAlgorithm.RS256)).isEmpty();
  }

  @Test
  void keyWithoutAnId_servesOnlyIdsThatNoOtherHas() {
    KeySet keys = new KeySet(List.of(key("a", RSA), unnamedOr(Optional.empty(), OTHER)), true);

    assertThat(find(keys, "a")).hasValueSatisfying(key -> assertThat(key.kid()).contains("a"));
    assertThat(find(keys, "c")).hasValueSatisfying(key -> assertThat(key.kid()).isEmpty());
  }
}
