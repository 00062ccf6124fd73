package io.bailiwick.adapter.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where clients come from, and whose word is taken for it. */
class ClientAddressTest {
  private static final TrustedProxies PROXIES =
      TrustedProxies.of(List.of("10.0.0.0/8", "192.0.2.4", "fd00::/8"));

  private static ClientAddress address(String text) {
    return ClientAddress.of(ClientAddress.literal(text).orElseThrow());
  }

  private static ClientAddress client(TrustedProxies proxies, String peer, String... headers) {
    Optional<InetAddress> remote = ClientAddress.literal(peer);
    return proxies.client(remote, List.of(headers));
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7, true",
    "203.0.113.7, 203.0.113.8, false",
    "2001:db8:0:1::1, 2001:db8:0:1:ffff:ffff:ffff:ffff, true",
    "2001:db8:0:1::1, '[2001:db8:0:1::2]', true",
    "2001:db8:0:1::1, 2001:db8:0:2::1, false",
    "fe80::1%eth0, fe80::2, true",
    "::ffff:203.0.113.7, 203.0.113.7, true",
    "::1, 127.0.0.1, false"
  })
  void ipv6_isOneWithItsNetwork_andIpv4IsItself(String one, String other, boolean same) {
    assertThat(address(one).equals(address(other))).isEqualTo(same);
    if (same) {
      assertThat(address(one)).hasSameHashCodeAs(address(other));
    }
    assertThat(address(one)).hasToString("ClientAddress").isNotEqualTo(ClientAddress.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "localhost", "example.com", "abc", "1.2.3", "1.2.3.4.5", "1.2.3.4:80", "300.1.1.1",
        "[::1", ":", ":::", "1::2::3", "::1%e t", "unknown", "_hidden", "1.2.3.4, 5.6.7.8"
      })
  void whatIsNoAddress_isNone_andNobodyIsAskedForIt(String text) {
    assertThat(ClientAddress.literal(text)).isEmpty();
  }

  @Test
  void forwardedFor_isNobodysWordUnlessAProxyIsTrusted() {
    assertThat(client(TrustedProxies.none(), "10.0.0.1", "203.0.113.7"))
        .isEqualTo(address("10.0.0.1"));
    assertThat(client(PROXIES, "198.51.100.1", "203.0.113.7")).isEqualTo(address("198.51.100.1"));
    assertThat(client(PROXIES, "10.0.0.1")).isEqualTo(address("10.0.0.1"));
    assertThat(PROXIES.client(Optional.empty(), List.of("203.0.113.7")))
        .isEqualTo(ClientAddress.UNKNOWN);
  }

  @Test
  void forwardedFor_isReadFromItsEnd_asFarAsTrustedOnesWroteIt() {
    ClientAddress client = address("203.0.113.7");
    assertThat(client(PROXIES, "10.0.0.1", "203.0.113.7")).isEqualTo(client);
    assertThat(client(PROXIES, "fd00::1", "1.1.1.1, 203.0.113.7,10.2.3.4", "192.0.2.4"))
        .isEqualTo(client);
    // what a client itself has sent before stands before, and is passed over
    assertThat(client(PROXIES, "10.0.0.1", "10.9.9.9, 203.0.113.7")).isEqualTo(client);
    assertThat(client(PROXIES, "10.0.0.1", "x, ".repeat(1000) + "203.0.113.7")).isEqualTo(client);
    assertThat(client(PROXIES, "10.0.0.1", "203.0.113.7, nonsense")).isEqualTo(address("10.0.0.1"));
    assertThat(client(PROXIES, "10.0.0.1", "10.0.0.3")).isEqualTo(address("10.0.0.3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "proxy",
        "10.0.0.0/33",
        "10.0.0.1/8",
        "0.0.0.0/0",
        "::/0",
        "10.0.0.0/8/8",
        "10.0.0.0/",
        "fd00::1/64",
        "10.0.0.0/-1"
      })
  void networkThatIsNone_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> TrustedProxies.of(List.of(text)));
  }

  @Test
  void trustedProxies_areNamedAtStart() {
    assertThat(TrustedProxies.none().loosened()).isEmpty();
    assertThat(PROXIES.loosened())
        .singleElement()
        .asString()
        .startsWith("trustedProxies")
        .contains("10.0.0.0/8");
  }
}
