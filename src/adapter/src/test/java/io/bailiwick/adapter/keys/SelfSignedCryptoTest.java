package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.token.SelfSignedJws;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestProof;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who verifies what brings its key along. */
class SelfSignedCryptoTest {
  private static final TestKey KEY = TestKey.generate("proof", "ES256");

  private static SelfSignedJws verify(CryptoChoice crypto) {
    String proof =
        TestProof.by(KEY, TestClock.fixed())
            .request("GET", "https://os.example.com/agents")
            .token("token")
            .sign();
    return SelfSignedJws.verify(
        proof, 8192, "dpop+jwt", Set.of(JwsAlgorithm.ES256), KEY.thumbprint(), crypto);
  }

  @Test
  void providerThatIsChosen_verifies() {
    assertThat(verify(CryptoChoice.of(CryptoProvider.JDK)).text("htm")).contains("GET");
  }

  @Test
  void choiceThatCannotTell_isNoFaultOfTheProof() {
    CryptoChoice nobody = CryptoChoice.among(List.of(), false);
    assertThatThrownBy(() -> verify(nobody)).isInstanceOf(IllegalStateException.class);
  }
}
