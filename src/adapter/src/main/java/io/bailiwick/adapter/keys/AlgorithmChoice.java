package io.bailiwick.adapter.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Who verifies one algorithm: the first of the candidates that has it and passes the self-test, and
 * the JDK behind it. Thread-safe.
 */
final class AlgorithmChoice {
  private final JwsAlgorithm algorithm;
  private final Optional<Passed> first;
  private final Optional<Passed> fallback;
  private final String why;
  private final LongAdder failures = new LongAdder();

  private record Passed(CryptoProvider kind, JcaSignature how) {}

  private AlgorithmChoice(
      JwsAlgorithm algorithm, Optional<Passed> first, Optional<Passed> fallback, String why) {
    this.algorithm = algorithm;
    this.first = first;
    this.fallback = fallback;
    this.why = why;
  }

  static AlgorithmChoice among(JwsAlgorithm algorithm, List<ProviderCandidate> candidates) {
    List<Passed> passed = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (ProviderCandidate each : candidates) {
      // the first that passes, and else only the JDK: the others would be tested for nothing
      if (!passed.isEmpty() && each.kind() != CryptoProvider.JDK) {
        continue;
      }
      Optional<JcaSignature> how = each.signature(algorithm);
      Optional<String> failure =
          how.isPresent() ? SelfTest.failure(how.get()) : Optional.of("it does not do it");
      if (failure.isEmpty()) {
        passed.add(new Passed(each.kind(), how.orElseThrow()));
      } else if (each.absence().isEmpty()) {
        reasons.add("not by " + each.kind().title() + ": " + failure.get());
      }
    }
    return new AlgorithmChoice(
        algorithm,
        passed.stream().findFirst(),
        passed.stream().skip(1).findFirst(),
        String.join("; ", reasons));
  }

  /** Empty where nobody passes. */
  Optional<JcaSignature> signature() {
    return first.map(Passed::how);
  }

  /** The JDK's; empty where that is the one that verifies already, or does not pass. */
  Optional<JcaSignature> fallback() {
    return fallback.map(Passed::how);
  }

  Optional<CryptoAssignment> assignment() {
    return first.map(
        one ->
            new CryptoAssignment(
                algorithm,
                one.kind,
                one.how.providerName(),
                why.isEmpty() ? "self-test passed" : why));
  }

  /** What was wrong with those that are not used. */
  String why() {
    return why;
  }

  void failed() {
    failures.increment();
  }

  long failures() {
    return failures.sum();
  }
}
