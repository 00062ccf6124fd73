package io.bailiwick.keycloak.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvelopeTest {

  @Test
  void everyKind_isReadBack() {
    Envelope envelope =
        new Envelope(
            "AAAAAAAA",
            7,
            List.of(
                new Notice(
                    "r",
                    new Revocation(Revocation.Kind.SID, Optional.of("s \"\n"), 1),
                    Optional.of(Set.of("a", "b"))),
                new Notice(
                    "r",
                    new Revocation(Revocation.Kind.ALL, Optional.empty(), 1_700_000_000),
                    Optional.empty()),
                new Notice(
                    "r",
                    new Revocation(Revocation.Kind.JTI, Optional.of("t"), 2),
                    Optional.of(Set.of()))));
    Envelope beat = new Envelope("AAAAAAAA", 1, List.of());

    assertThat(Envelope.read(envelope.text())).isEqualTo(envelope);
    assertThat(Envelope.read(beat.text())).isEqualTo(beat);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"origin\":\"A\",\"first\":1}",
        "{\"origin\":1,\"first\":1,\"notices\":[]}",
        "{\"origin\":\"A\",\"first\":1,\"notices\":[[]]}",
        "{\"origin\":\"A\",\"first\":1,\"notices\":[[\"r\",\"sub\",null,1,null]]}",
        "{\"origin\":\"A\",\"first\":1,\"notices\":[[\"r\",\"later\",\"x\",1,null]]}"
      })
  void anythingElse_isRefused(String text) {
    assertThatThrownBy(() -> Envelope.read(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
