package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the parts of a compact JWS are. */
class CompactJwsTest {
  private final TokenScratch scratch = new TokenScratch();

  @Test
  void parts_areWhatIsBetweenTheDots() {
    CompactJws jws = CompactJws.split("YQ.YmM.ZGVm", scratch);
    assertThat(jws.header()).isEqualTo(new byte[] {'a'});
    assertThat(jws.payload()).isEqualTo(new byte[] {'b', 'c'});
    assertThat(jws.signature()).isEqualTo(new byte[] {'d', 'e', 'f'});
    assertThat(new String(jws.text(), 0, jws.signedEnd(), StandardCharsets.US_ASCII))
        .isEqualTo("YQ.YmM");
    assertThat(new String(jws.text(), 0, jws.headerEnd(), StandardCharsets.US_ASCII))
        .isEqualTo("YQ");
    assertThat(jws.end()).isEqualTo(11);
  }

  @Test
  void payload_isWrittenWhereItIsTold() {
    CompactJws jws = CompactJws.split("YQ.YmM.ZGVm", scratch);
    byte[] into = new byte[11];
    assertThat(jws.payload(into)).isEqualTo(2);
    assertThat(Arrays.copyOf(into, 2)).isEqualTo(new byte[] {'b', 'c'});
  }

  @Test
  void signature_mayBeEmpty() {
    assertThat(CompactJws.split("a.b.", scratch).signature()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "...",
        "a",
        "a.",
        ".a",
        "a.b",
        ".a.b",
        "a..b",
        "..a",
        "a..",
        "a.b.c.",
        "a.b..",
        "a.b.c.d",
        ".a.",
        "a.b.\u0100"
      })
  void anythingElse_isMalformed(String text) {
    assertThatThrownBy(() -> CompactJws.split(text, scratch))
        .isInstanceOfSatisfying(
            TokenRejected.class,
            e -> assertThat(e.reason()).isEqualTo(TokenRejected.Reason.MALFORMED));
  }
}
