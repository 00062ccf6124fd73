package io.bailiwick.keycloak.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a finding looks like in the log. */
final class FindingsTest {

  @Test
  void clientIdWithLineBreaks_staysOnItsLine() {
    String line =
        Findings.line(
            Finding.FULL_SCOPE_ALLOWED,
            "agents\u2028x",
            "evil\r\nBW-001 all is well\u001b[2J\u0085\u202e");

    assertThat(line)
        .startsWith("BW-201 realm=agents?x client=evil??BW-001 all is well?[2J??: ")
        .doesNotContainPattern("[\\r\\n\\u0085\\u2028\\u001b]");
  }
}
