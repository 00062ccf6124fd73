package io.bailiwick.bench.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A candidate that lets something pass can't be compared with one that doesn't. */
final class CandidateTest {

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void everyCandidate_takesTheGoodTokenAndRefusesTheBadOnes(Algorithm algorithm) throws Exception {
    Trust trust = Trust.of(algorithm);
    for (Candidate candidate : candidates(algorithm)) {
      TokenCheck check = candidate.check(trust);
      for (Sample bad : bad(trust, candidate)) {
        assertThatThrownBy(() -> check.check(bad))
            .as("%s, %s", candidate, algorithm)
            .isInstanceOf(Exception.class);
      }
      // the signature object still works after a refusal
      @Nullable Object answer = check.check(trust.good(1));
      if (candidate.readsClaims()) {
        assertThat(String.valueOf(answer))
            .as("%s, %s", candidate, algorithm)
            .contains(Trust.SCOPES)
            .doesNotContain("openid");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void payload_hasTheSizeOfKeycloaks(Algorithm algorithm) {
    byte[] payload =
        Base64.getUrlDecoder().decode(Trust.of(algorithm).good(7).token().split("\\.", -1)[1]);
    assertThat(new String(payload, StandardCharsets.UTF_8)).contains("000000000007");
    assertThat(payload.length).isEqualTo(1180);
  }

  private static List<Candidate> candidates(Algorithm algorithm) {
    return Stream.concat(Candidate.of(algorithm).stream(), Candidate.onAccp(algorithm).stream())
        .distinct()
        .toList();
  }

  private static List<Sample> bad(Trust trust, Candidate candidate) {
    return candidate.readsClaims()
        ? List.of(
            trust.forged(), trust.ofAnotherIssuer(), trust.forAnotherAudience(), trust.expired())
        : List.of(trust.forged());
  }
}
