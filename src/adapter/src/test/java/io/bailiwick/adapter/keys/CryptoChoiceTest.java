package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.proof.DpopProofs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CryptoChoiceTest {
  private static final ProviderCandidate JDK = ProviderCandidate.find(CryptoProvider.JDK);

  /** Those that are there; all of them on the platforms that this is built and shipped on. */
  static List<CryptoProvider> present() {
    List<CryptoProvider> present =
        Stream.of(CryptoProvider.values())
            .filter(each -> ProviderCandidate.find(each).absence().isEmpty())
            .toList();
    if (System.getProperty("os.name").equals("Linux")
        && List.of("amd64", "aarch64").contains(System.getProperty("os.arch"))) {
      assertThat(present).containsExactly(CryptoProvider.values());
    }
    return present;
  }

  /** Those with the JDK behind them. */
  static List<CryptoProvider> fast() {
    return present().stream().filter(each -> each != CryptoProvider.JDK).toList();
  }

  @Test
  void automatic_takesTheFastestForAllButHs256() {
    CryptoChoice choice = CryptoChoice.automatic();
    for (JwsAlgorithm algorithm : JwsAlgorithm.values()) {
      assertThat(provider(choice, algorithm))
          .as(algorithm.jwsName())
          .isEqualTo(algorithm == JwsAlgorithm.HS256 ? CryptoProvider.JDK : present().get(0));
    }
    assertThat(choice.failures()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("present")
  void providerAskedForByName_verifiesEverything(CryptoProvider asked) {
    CryptoChoice choice = CryptoChoice.of(asked);
    assertThat(choice.assignments()).hasSize(JwsAlgorithm.values().length);
    assertThat(choice.assignments().values())
        .allSatisfy(
            one -> {
              assertThat(one.provider()).isEqualTo(asked);
              assertThat(one.why()).isEqualTo("self-test passed");
            });
    assertThat(CryptoChoice.fromEnvironment(Map.of("BAILIWICK_CRYPTO", asked.option())))
        .isSameAs(choice);
  }

  @Test
  void nothingInTheEnvironment_isAutomatic() {
    assertThat(CryptoChoice.fromEnvironment(Map.of("BAILIWICK_OTHER", "jdk")))
        .isSameAs(CryptoChoice.automatic());
  }

  /** The tests may be told of one themselves: {@code mvn -Dbailiwick.crypto=jdk}. */
  @Test
  void process_isToldByThePropertyBeforeTheVariable() {
    assertThat(CryptoChoice.ofProcess())
        .isSameAs(
            CryptoChoice.read(
                Optional.ofNullable(System.getProperty("bailiwick.crypto"))
                    .orElse(System.getenv("BAILIWICK_CRYPTO")),
                "what it was told"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "ACCP", "accp ", "auto", "bouncycastle"})
  void unknownProviderAskedFor_isAnErrorThatNamesTheVariable(String told) {
    assertThatThrownBy(() -> CryptoChoice.fromEnvironment(Map.of("BAILIWICK_CRYPTO", told)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BAILIWICK_CRYPTO is accp, conscrypt or jdk");
  }

  @Test
  void hs256_staysWithTheJdkUnlessAnotherIsAskedForByName() {
    ProviderCandidate fastest = ProviderCandidate.find(present().get(0));
    CryptoChoice automatic = CryptoChoice.among(List.of(fastest, JDK), true);
    assertThat(provider(automatic, JwsAlgorithm.HS256)).isEqualTo(CryptoProvider.JDK);
    assertThat(provider(automatic, JwsAlgorithm.RS256)).isEqualTo(fastest.kind());
    CryptoChoice byName = CryptoChoice.only(fastest, JDK);
    assertThat(provider(byName, JwsAlgorithm.HS256)).isEqualTo(fastest.kind());
    assertThat(provider(byName, JwsAlgorithm.RS256)).isEqualTo(fastest.kind());
  }

  @Test
  void jdkAskedForByName_isTheOnlyOne() {
    CryptoChoice jdk = CryptoChoice.only(JDK, fake(new FakeProvider(FakeProvider.Fault.NONE)));
    assertThat(jdk.assignments().values())
        .hasSize(JwsAlgorithm.values().length)
        .allMatch(one -> one.provider() == CryptoProvider.JDK);
    assertThat(jdk.toString()).startsWith("CryptoChoice[").contains("SunEC");
  }

  @Test
  void providerAskedForByNameThatDoesSomethingOnly_hasTheJdkBehindIt() {
    CryptoChoice choice = CryptoChoice.only(fake(new FakeProvider(FakeProvider.Fault.NONE)), JDK);
    assertThat(provider(choice, JwsAlgorithm.ES256)).isEqualTo(CryptoProvider.ACCP);
    assertThat(provider(choice, JwsAlgorithm.RS256)).isEqualTo(CryptoProvider.JDK);
  }

  @Test
  void providerAskedForByNameThatCantBeHadOrPassesForNothing_isAnError() {
    assertThatThrownBy(
            () -> CryptoChoice.only(ProviderCandidate.absent(CryptoProvider.ACCP, "not here"), JDK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Amazon Corretto Crypto Provider was asked for by name: not here");
    ProviderCandidate faulty = fake(new FakeProvider(FakeProvider.Fault.TAKES_EVERYTHING));
    assertThatThrownBy(() -> CryptoChoice.only(faulty, JDK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("it passes the self-test for nothing");
  }

  @Test
  void choice_isShownInOneSentenceALine() {
    assertThat(CryptoChoice.of(CryptoProvider.JDK).describe())
        .hasSize(3)
        .allMatch(line -> line.endsWith("(self-test passed)"))
        .anyMatch(line -> line.startsWith("ES256 ES384 ES512 EdDSA: SunEC "));
    assertThat(
            choice(ProviderCandidate.absent(CryptoProvider.ACCP, "not on the class path"), JDK)
                .describe())
        .contains("not Amazon Corretto Crypto Provider: not on the class path");
  }

  @Test
  void nothing_isInstalledForTheRestOfTheProcess() {
    CryptoChoice.automatic();
    assertThat(Arrays.stream(Security.getProviders()).map(each -> each.getName()).toList())
        .isNotEmpty()
        .doesNotContain("AmazonCorrettoCryptoProvider", "Conscrypt");
  }

  @ParameterizedTest
  @EnumSource(
      value = FakeProvider.Fault.class,
      names = {"TAKES_EVERYTHING", "TAKES_NOTHING", "IGNORES_THE_KEY", "FAILS", "TAKES_NO_KEY"})
  void providerThatFailsItsSelfTest_isNotUsedAndTheReasonIsSaid(FakeProvider.Fault fault) {
    CryptoChoice choice = choice(fake(new FakeProvider(fault)), JDK);
    assertThat(provider(choice, JwsAlgorithm.ES256)).isEqualTo(CryptoProvider.JDK);
    assertThat(assignment(choice, JwsAlgorithm.ES256).why())
        .startsWith("not by Amazon Corretto Crypto Provider: it ");
    assertThat(verifies(choice)).isTrue();
  }

  @Test
  void algorithmThatAProviderLacks_isVerifiedByTheJdkAndTheReasonIsSaid() {
    CryptoChoice choice = choice(fake(new FakeProvider(FakeProvider.Fault.NONE)), JDK);
    assertThat(provider(choice, JwsAlgorithm.ES256)).isEqualTo(CryptoProvider.ACCP);
    assertThat(provider(choice, JwsAlgorithm.RS256)).isEqualTo(CryptoProvider.JDK);
    assertThat(String.join("\n", choice.describe()))
        .contains("ES256: Fake 9.9 (self-test passed)")
        .contains("not by Amazon Corretto Crypto Provider: it does not do it");
  }

  @ParameterizedTest
  @EnumSource(
      value = FakeProvider.Fault.class,
      names = {"FAILS", "TAKES_NO_KEY"})
  void providerThatFailsLater_isReplacedByTheJdkAndCounted(FakeProvider.Fault fault) {
    FakeProvider provider = new FakeProvider(FakeProvider.Fault.NONE);
    CryptoChoice choice = choice(fake(provider), JDK);
    assertThat(verifies(choice)).isTrue();
    assertThat(choice.failures()).isEmpty();

    provider.nowHas(fault);
    assertThat(verifies(choice)).isTrue();
    assertThat(choice.failures()).containsExactly(Map.entry(JwsAlgorithm.ES256, 1L));
    assertThat(verifies(choice, KnownAnswer.of(JwsAlgorithm.ES256).message(), (byte) 1)).isFalse();
    assertThat(choice.failures()).containsExactly(Map.entry(JwsAlgorithm.ES256, 2L));
  }

  @Test
  void providerThatFailsWithNoJdkBehindIt_verifiesNothing() {
    FakeProvider provider = new FakeProvider(FakeProvider.Fault.NONE);
    CryptoChoice alone = choice(fake(provider));
    assertThat(alone.assignments()).containsOnlyKeys(JwsAlgorithm.ES256);
    assertThat(alone.describe()).anyMatch(line -> line.contains("EdDSA HS256: nobody"));
    assertThat(verifies(alone)).isTrue();
    provider.nowHas(FakeProvider.Fault.FAILS);
    assertThatThrownBy(() -> verifies(alone)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void providerThatCantProcessAGoodSignature_isReplacedByTheJdkAndCounted() {
    FakeProvider provider = new FakeProvider(FakeProvider.Fault.NONE);
    CryptoChoice choice = choice(fake(provider), JDK);
    CryptoChoice alone = choice(fake(provider));
    provider.nowHas(FakeProvider.Fault.CANT_PROCESS);
    byte[] message = KnownAnswer.of(JwsAlgorithm.ES256).message();
    assertThat(verifies(choice)).isTrue();
    assertThat(choice.failures()).containsExactly(Map.entry(JwsAlgorithm.ES256, 1L));

    // what the JDK refuses too was no fault of the provider's
    assertThat(verifies(choice, message, (byte) 1)).isFalse();
    assertThat(choice.failures()).containsExactly(Map.entry(JwsAlgorithm.ES256, 1L));
    assertThat(verifies(alone)).as("with no JDK behind it").isFalse();
  }

  /** So that who sends bad signatures has no second look at them to gain. */
  @ParameterizedTest
  @MethodSource("fast")
  void signatureOfRandomBytesInRange_isOneProvidersWork(CryptoProvider provider) throws Exception {
    Random random = new Random(42);
    Map<JwsAlgorithm, Integer> thrown = new EnumMap<>(JwsAlgorithm.class);
    for (JwsAlgorithm algorithm : JwsAlgorithm.values()) {
      JcaSignature how = ProviderCandidate.find(provider).signature(algorithm).orElse(null);
      if (how == null || algorithm.family() == JwsAlgorithm.Family.HMAC) {
        continue;
      }
      PublicKey key = (PublicKey) KnownAnswer.of(algorithm).key();
      SignatureRange range = TrustedPublicKey.of(key).range();
      SignatureCheck check = SignatureCheck.of(how, key);
      for (int i = 0; i < 50; i++) {
        byte[] signature = new byte[range.length()];
        do {
          random.nextBytes(signature);
          signature[0] &= 0x7f;
          signature[signature.length - 1] &= 0x0f;
          if (algorithm == JwsAlgorithm.ES512) {
            signature[0] = 0;
            signature[signature.length / 2] = 0;
          }
        } while (!range.holds(signature));
        try {
          assertThat(check.verifies(new byte[] {1}, 0, 1, signature)).isFalse();
        } catch (SignatureException e) {
          thrown.merge(algorithm, 1, Integer::sum);
        }
      }
    }
    assertThat(thrown).isEmpty();
  }

  @Test
  void algorithmThatNobodyPassesFor_verifiesNothing() {
    CryptoChoice nobody = choice(fake(new FakeProvider(FakeProvider.Fault.TAKES_EVERYTHING)));
    assertThat(nobody.assignments()).isEmpty();
    assertThat(nobody.describe())
        .contains(
            "ES256: nobody (not by Amazon Corretto Crypto Provider: it takes a bad signature for"
                + " good)");
    assertThatThrownBy(() -> verifies(nobody))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ES256");
  }

  @Test
  void objectThatThrew_isNotUsedAgain() {
    FakeProvider provider = new FakeProvider(FakeProvider.Fault.THROWS_AND_REMEMBERS);
    CryptoChoice choice = choice(fake(provider), JDK);
    KnownAnswer known = KnownAnswer.of(JwsAlgorithm.ES256);
    VerificationKey key = VerificationKey.of(Optional.empty(), (PublicKey) known.key());
    int before = provider.opened();
    for (int i = 0; i < 3; i++) {
      assertThat(verifies(choice, key, known.message(), (byte) 1)).isFalse();
      assertThat(verifies(choice, key, known.message(), (byte) 0)).isTrue();
      assertThat(verifies(choice, key, known.message(), (byte) 0)).isTrue();
    }
    // one at first, and one after each that threw
    assertThat(provider.opened() - before).isEqualTo(4);
    assertThat(choice.failures()).isEmpty();
  }

  /** In a process of its own, since a native library is loaded once. */
  @Test
  void providersWhoseLibraryCantBeLoaded_areAbsentAndTheJdkVerifies() throws Exception {
    List<String> said =
        child(
            "auto",
            System.getProperty("java.class.path"),
            "-Dos.arch=sparc",
            "-Djava.library.path=/nowhere",
            "-Dcom.amazon.corretto.crypto.provider.useExternalLib=true");
    assertThat(said)
        .contains(
            "not Amazon Corretto Crypto Provider: its native library can't be loaded here",
            "not Conscrypt: its native library can't be loaded here")
        .anyMatch(line -> line.startsWith("ES256 ES384 ES512 EdDSA: SunEC"))
        .contains(
            "accp: BAILIWICK_CRYPTO can't be followed: Amazon Corretto Crypto Provider was asked"
                + " for by name: its native library can't be loaded here");
  }

  @Test
  void providersThatAreNotOnTheClassPath_areAbsentAndTheJdkVerifies() throws Exception {
    List<String> without =
        Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1))
            .filter(each -> !each.contains("AmazonCorretto") && !each.contains("conscrypt"))
            .toList();
    List<String> said = child("accp", String.join(java.io.File.pathSeparator, without));
    assertThat(said)
        .contains(
            "not Amazon Corretto Crypto Provider: not on the class path",
            "not Conscrypt: not on the class path",
            "accp: BAILIWICK_CRYPTO can't be followed: Amazon Corretto Crypto Provider was asked"
                + " for by name: not on the class path",
            "process: BAILIWICK_CRYPTO can't be followed: Amazon Corretto Crypto Provider was"
                + " asked for by name: not on the class path",
            "proofs: BAILIWICK_CRYPTO can't be followed: Amazon Corretto Crypto Provider was asked"
                + " for by name: not on the class path");
  }

  /** Some services install one for everything else that they do. */
  @ParameterizedTest
  @EnumSource(
      value = CryptoProvider.class,
      names = {"ACCP", "CONSCRYPT"})
  void providerThatTheProcessInstalledFirst_isUsedAsItIsAndIsNotTakenForTheJdk(
      CryptoProvider installed) throws Exception {
    List<String> said =
        child(
            "auto", System.getProperty("java.class.path"), "-Dinstalled=" + installed.className());
    String name = installed == CryptoProvider.ACCP ? "AmazonCorrettoCryptoProvider" : "Conscrypt";
    assertThat(said)
        .contains("first: " + name, "same: true")
        .anyMatch(line -> line.startsWith("jdk: RS256 RS384 RS512 PS256 PS384 PS512: SunRsaSign"))
        .anyMatch(line -> line.startsWith("jdk: ES256 ES384 ES512 EdDSA: SunEC"))
        .anyMatch(line -> line.startsWith("jdk: HS256: SunJCE"));
  }

  /** What {@link Child} says in a process that was told so. */
  private static List<String> child(String told, String classPath, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath, Child.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("BAILIWICK_CRYPTO");
    if (!told.equals("auto")) {
      builder.environment().put("BAILIWICK_CRYPTO", told);
    }
    Path said = Files.createTempFile("child", ".txt");
    Process child = builder.redirectOutput(said.toFile()).start();
    try {
      assertThat(child.waitFor(120, TimeUnit.SECONDS)).as("it ends").isTrue();
      return Files.readAllLines(said);
    } finally {
      child.destroyForcibly();
      Files.delete(said);
    }
  }

  /** Shows the choice of its process. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
      Optional<String> installed = Optional.ofNullable(System.getProperty("installed"));
      if (installed.isPresent()) {
        install(installed.get());
        return;
      }
      CryptoChoice.automatic().describe().forEach(System.out::println);
      try {
        CryptoChoice.fromEnvironment(Map.of("BAILIWICK_CRYPTO", "accp"));
      } catch (IllegalArgumentException e) {
        System.out.println("accp: " + e.getMessage());
      }
      try {
        CryptoChoice.ofProcess();
      } catch (IllegalArgumentException e) {
        System.out.println("process: " + e.getMessage());
      }
      try {
        DpopProofs.builder().publicUrl(URI.create("https://os.example.com")).build();
      } catch (IllegalArgumentException e) {
        System.out.println("proofs: " + e.getMessage());
      }
    }

    private static void install(String className) throws ReflectiveOperationException {
      Provider provider =
          Class.forName(className).asSubclass(Provider.class).getConstructor().newInstance();
      Security.insertProviderAt(provider, 1);
      System.out.println("first: " + Security.getProviders()[0].getName());
      CryptoProvider kind =
          Stream.of(CryptoProvider.values())
              .filter(each -> each.className().equals(className))
              .findFirst()
              .orElseThrow();
      System.out.println("same: " + ProviderCandidate.find(kind).uses(provider));
      CryptoChoice.of(CryptoProvider.JDK)
          .describe()
          .forEach(line -> System.out.println("jdk: " + line));
    }
  }

  private static CryptoProvider provider(CryptoChoice choice, JwsAlgorithm algorithm) {
    return assignment(choice, algorithm).provider();
  }

  private static CryptoAssignment assignment(CryptoChoice choice, JwsAlgorithm algorithm) {
    return Optional.ofNullable(choice.assignments().get(algorithm)).orElseThrow();
  }

  private static CryptoChoice choice(ProviderCandidate... candidates) {
    return CryptoChoice.among(List.of(candidates), false);
  }

  private static ProviderCandidate fake(FakeProvider provider) {
    return ProviderCandidate.present(CryptoProvider.ACCP, List.of(provider));
  }

  private static boolean verifies(CryptoChoice choice) {
    return verifies(choice, KnownAnswer.of(JwsAlgorithm.ES256).message(), (byte) 0);
  }

  private static boolean verifies(CryptoChoice choice, byte[] message, byte change) {
    return verifies(
        choice,
        VerificationKey.of(Optional.empty(), (PublicKey) KnownAnswer.of(JwsAlgorithm.ES256).key()),
        message,
        change);
  }

  private static boolean verifies(
      CryptoChoice choice, VerificationKey key, byte[] message, byte change) {
    byte[] signature = KnownAnswer.of(JwsAlgorithm.ES256).signature().clone();
    signature[signature.length - 1] ^= change;
    return key.verifies(choice, JwsAlgorithm.ES256, message, 0, message.length, signature);
  }
}
