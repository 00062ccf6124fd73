package io.bailiwick.adapter.proof;

import io.bailiwick.adapter.token.TokenRejected.Reason;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9449, 4.3, points 8, 9 and 12a: for this method, this address and this token. */
class DpopRequestTest extends DpopTestBase {
  @ParameterizedTest
  @ValueSource(strings = {"GET", "post", "Post", "POST ", "", "*"})
  void otherMethod_isRefused(String method) {
    refuse(proof().claim("htm", method), Reason.PROOF_FOR_OTHER_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://os.example.com/agents/a1/runs?x=1",
        "https://os.example.com/agents/a1/runs#x",
        "https://os.example.com:443/agents/a1/runs",
        "HTTPS://OS.Example.COM/agents/a1/runs",
        "https://os.example.com/agents/%61%31/runs"
      })
  void sameAddressInAnotherSpelling_isAccepted(String address) {
    accept(proof().claim("htu", address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://os.example.com",
        "https://os.example.com/agents/a1",
        "https://os.example.com/agents/a1/runs/",
        "https://os.example.com/agents/a1/Runs",
        "https://os.example.com/agents//a1/runs",
        "https://os.example.com/agents/x/../a1/runs",
        "https://os.example.com/agents%2Fa1/runs",
        "https://os.example.com:8443/agents/a1/runs",
        "http://os.example.com/agents/a1/runs",
        "wss://os.example.com/agents/a1/runs",
        "https://os.example.com.evil.example/agents/a1/runs",
        "https://evil.example/agents/a1/runs",
        "https://os.example.com@evil.example/agents/a1/runs",
        "https://user@os.example.com/agents/a1/runs",
        "/agents/a1/runs",
        "//os.example.com/agents/a1/runs",
        "https:///agents/a1/runs",
        "not a uri",
        ""
      })
  void otherAddress_isRefused(String address) {
    refuse(proof().claim("htu", address), Reason.PROOF_FOR_OTHER_REQUEST);
  }

  @Test
  void everyPublicUrl_countsWithItsPath() {
    BoundTokens two =
        BoundTokens.builder()
            .dpop(
                proofs()
                    .publicUrl(URI.create("https://os.example.com/v1/"))
                    .publicUrl(URI.create("http://os.internal:7777"))
                    .build())
            .build();
    for (String base : List.of(SERVICE, SERVICE + "/v1", "http://os.internal:7777")) {
      accept(two, presented(proof().claim("htu", base + PATH).sign()));
    }
    refuse(
        two,
        presented(proof().claim("htu", SERVICE + "/v2" + PATH).sign()),
        Reason.PROOF_FOR_OTHER_REQUEST);
  }

  @Test
  void proofForAnotherToken_isRefused() {
    refuse(proof().token(TOKEN + "x"), Reason.PROOF_FOR_OTHER_TOKEN);
    refuse(proof().claim("ath", ""), Reason.PROOF_FOR_OTHER_TOKEN);
  }
}
