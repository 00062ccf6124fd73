package io.bailiwick.adapter.keys;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which security provider verifies each algorithm, chosen once and shown at start: {@link
 * #describe()}.
 *
 * <p>Unless told otherwise each algorithm goes to the first of Amazon Corretto Crypto Provider,
 * Conscrypt and the JDK that is there and passes a self-test for it. HS256 stays with the JDK,
 * which is as fast at it. One that is asked for by name is used for all that it does and passes;
 * what it doesn't falls back to the JDK, and the reason is said. To ask for one that can't be had
 * is an error. Where not even the JDK passes for an algorithm, nothing is verified with it.
 *
 * <p>The self-test: a signature whose answer is known (from an RFC where one has it) is good, and
 * changed ones, those of another key and numbers out of range are not. It takes some tenths of a
 * second, once in a process. Nothing is installed in {@link java.security.Security}. Thread-safe.
 */
public final class CryptoChoice {
  /**
   * The variable that fixes the choice: {@code accp}, {@code conscrypt} or {@code jdk}. The system
   * property {@code bailiwick.crypto} goes before it.
   */
  public static final String VARIABLE = "BAILIWICK_CRYPTO";

  private static final String PROPERTY = "bailiwick.crypto";

  /** One for each way to choose: keys keep what they prepared for a choice. */
  private static final Map<Optional<CryptoProvider>, CryptoChoice> MADE = new LinkedHashMap<>();

  private static volatile @Nullable CryptoChoice ofProcess;

  private final Map<JwsAlgorithm, AlgorithmChoice> choices = new EnumMap<>(JwsAlgorithm.class);
  private final Map<JwsAlgorithm, CryptoAssignment> assignments;
  private final List<String> absences = new ArrayList<>();

  private CryptoChoice(List<ProviderCandidate> candidates, boolean automatic) {
    Map<JwsAlgorithm, CryptoAssignment> assigned = new EnumMap<>(JwsAlgorithm.class);
    for (JwsAlgorithm algorithm : JwsAlgorithm.values()) {
      boolean jdkOnly = automatic && algorithm.family() == JwsAlgorithm.Family.HMAC;
      AlgorithmChoice choice =
          AlgorithmChoice.among(
              algorithm,
              candidates.stream()
                  .filter(each -> !jdkOnly || each.kind() == CryptoProvider.JDK)
                  .toList());
      choices.put(algorithm, choice);
      choice.assignment().ifPresent(one -> assigned.put(algorithm, one));
    }
    assignments = Collections.unmodifiableMap(assigned);
    for (ProviderCandidate each : candidates) {
      each.absence().ifPresent(why -> absences.add("not " + each.kind().title() + ": " + why));
    }
  }

  /** The first that is there and passes, for each algorithm. */
  public static CryptoChoice automatic() {
    return made(Optional.empty());
  }

  /**
   * This one, and the JDK for what it does not do.
   *
   * @throws IllegalArgumentException where it can't be had; says why
   */
  public static CryptoChoice of(CryptoProvider provider) {
    return made(Optional.of(provider));
  }

  /**
   * As {@value #VARIABLE} says; automatic where it is not set. Set to nothing, or to anything else
   * than a provider that can be had, it is an error.
   *
   * @throws IllegalArgumentException where it can't be followed; names the variable
   */
  public static CryptoChoice fromEnvironment(Map<String, String> environment) {
    return read(environment.get(VARIABLE), VARIABLE);
  }

  /**
   * What this process was told, by the system property or by {@value #VARIABLE}: what is used where
   * nothing else is said. Read once; where it can't be followed, at every call again.
   *
   * @throws IllegalArgumentException where it can't be followed; names the setting
   */
  public static CryptoChoice ofProcess() {
    @Nullable CryptoChoice choice = ofProcess;
    if (choice == null) {
      @Nullable String property = System.getProperty(PROPERTY);
      choice = property == null ? fromEnvironment(System.getenv()) : read(property, PROPERTY);
      ofProcess = choice;
    }
    return choice;
  }

  /** Among these, in this order; the JDK is the last of them. */
  static CryptoChoice among(List<ProviderCandidate> candidates, boolean automatic) {
    return new CryptoChoice(candidates, automatic);
  }

  /** Who verifies what; an algorithm that nobody passes for is not in it. */
  public Map<JwsAlgorithm, CryptoAssignment> assignments() {
    return assignments;
  }

  /**
   * How often a provider failed at a token or took no key, so that the JDK verified it instead; the
   * algorithms where that happened only. It should be empty.
   */
  public Map<JwsAlgorithm, Long> failures() {
    Map<JwsAlgorithm, Long> counted = new EnumMap<>(JwsAlgorithm.class);
    choices.forEach(
        (algorithm, choice) -> {
          if (choice.failures() > 0) {
            counted.put(algorithm, choice.failures());
          }
        });
    return counted;
  }

  /** All of it, one sentence a line: to be shown at start. */
  public List<String> describe() {
    Map<String, List<String>> byProvider = new LinkedHashMap<>();
    choices.forEach(
        (algorithm, choice) ->
            byProvider
                .computeIfAbsent(
                    choice
                        .assignment()
                        .map(one -> one.name() + " (" + one.why() + ")")
                        .orElse("nobody (" + choice.why() + ")"),
                    name -> new ArrayList<>())
                .add(algorithm.jwsName()));
    List<String> lines = new ArrayList<>();
    byProvider.forEach((name, all) -> lines.add(String.join(" ", all) + ": " + name));
    lines.addAll(absences);
    return List.copyOf(lines);
  }

  @Override
  public String toString() {
    return "CryptoChoice" + describe();
  }

  AlgorithmChoice choice(JwsAlgorithm algorithm) {
    return Optional.ofNullable(choices.get(algorithm)).orElseThrow();
  }

  static CryptoChoice read(@Nullable String told, String from) {
    if (told == null) {
      return automatic();
    }
    CryptoProvider provider =
        CryptoProvider.named(told)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        from + " is accp, conscrypt or jdk; leave it out for the best of them"));
    try {
      return of(provider);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(from + " can't be followed: " + e.getMessage(), e);
    }
  }

  private static CryptoChoice made(Optional<CryptoProvider> told) {
    synchronized (MADE) {
      @Nullable CryptoChoice made = MADE.get(told);
      if (made == null) {
        made = told.isPresent() ? only(ProviderCandidate.find(told.get()), jdk()) : first();
        MADE.put(told, made);
      }
      return made;
    }
  }

  private static CryptoChoice first() {
    List<ProviderCandidate> all = new ArrayList<>();
    for (CryptoProvider each : CryptoProvider.values()) {
      all.add(ProviderCandidate.find(each));
    }
    return among(all, true);
  }

  private static ProviderCandidate jdk() {
    return ProviderCandidate.find(CryptoProvider.JDK);
  }

  /** The one that was asked for by name, and the JDK behind it. */
  static CryptoChoice only(ProviderCandidate asked, ProviderCandidate jdk) {
    CryptoProvider provider = asked.kind();
    if (asked.absence().isPresent()) {
      throw new IllegalArgumentException(
          provider.title() + " was asked for by name: " + asked.absence().get());
    }
    if (provider == CryptoProvider.JDK) {
      return among(List.of(asked), false);
    }
    CryptoChoice choice = among(List.of(asked, jdk), false);
    if (choice.assignments.values().stream().noneMatch(one -> one.provider() == provider)) {
      throw new IllegalArgumentException(
          provider.title() + " was asked for by name: it passes the self-test for nothing");
    }
    return choice;
  }
}
