package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is made of the providers that a process has installed. */
class ProviderCandidateTest {
  private static List<Provider> installedWithFirst(Provider first) {
    List<Provider> installed = new ArrayList<>(List.of(Security.getProviders()));
    installed.add(0, first);
    return installed;
  }

  static List<CryptoProvider> fast() {
    return CryptoChoiceTest.present().stream().filter(each -> each != CryptoProvider.JDK).toList();
  }

  private static Provider make(CryptoProvider kind) throws ReflectiveOperationException {
    return Class.forName(kind.className())
        .asSubclass(Provider.class)
        .getConstructor()
        .newInstance();
  }

  @ParameterizedTest
  @MethodSource("fast")
  void fastProviderThatIsInstalled_isUsedAsItIs(CryptoProvider kind)
      throws ReflectiveOperationException {
    Provider its = make(kind);
    ProviderCandidate found = ProviderCandidate.find(kind, installedWithFirst(its));
    assertThat(found.kind()).isEqualTo(kind);
    assertThat(found.absence()).isEmpty();
    assertThat(found.uses(its)).isTrue();
    assertThat(found.uses(make(kind))).as("another of the kind").isFalse();
  }

  @ParameterizedTest
  @MethodSource("fast")
  void fastProviderThatIsInstalled_isNotTakenForTheJdk(CryptoProvider kind)
      throws ReflectiveOperationException {
    Provider its = make(kind);
    ProviderCandidate jdk = ProviderCandidate.find(CryptoProvider.JDK, installedWithFirst(its));
    assertThat(jdk.uses(its)).isFalse();
    assertThat(jdk.signature(JwsAlgorithm.ES256).orElseThrow().providerName()).startsWith("SunEC");
  }

  /** Some other that the process installed first may do what the JDK lacks, and no more. */
  @ParameterizedTest
  @EnumSource(
      value = JwsAlgorithm.class,
      names = {"RS256", "PS256", "ES256", "EDDSA", "HS256"})
  void providerThatNobodyKnows_comesAfterTheJdksOwn(JwsAlgorithm algorithm) {
    Provider other = new FakeProvider(FakeProvider.Fault.NONE);
    ProviderCandidate jdk = ProviderCandidate.find(CryptoProvider.JDK, installedWithFirst(other));
    assertThat(jdk.signature(algorithm).orElseThrow().providerName()).startsWith("Sun");
    assertThat(jdk.uses(other)).isTrue();
    assertThat(
            ProviderCandidate.find(CryptoProvider.JDK, List.of(other))
                .signature(JwsAlgorithm.ES256)
                .orElseThrow()
                .providerName())
        .as("a JVM that has none of its own")
        .startsWith("Fake");
  }
}
