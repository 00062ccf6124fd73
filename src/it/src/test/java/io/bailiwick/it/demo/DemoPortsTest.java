package io.bailiwick.it.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.it.realm.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DemoPortsTest {

  @Test
  void emptyEnvironment_givesTheUsualPorts() {
    assertThat(DemoPorts.of(Environment.of(Map.of()))).isEqualTo(new DemoPorts(8080, 7777));
  }

  @Test
  void environment_saysThePorts() {
    assertThat(
            DemoPorts.of(
                Environment.of(
                    Map.of("BAILIWICK_KEYCLOAK_PORT", "18080", "BAILIWICK_SAMPLE_PORT", "17777"))))
        .isEqualTo(new DemoPorts(18080, 17777));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "http", "999999999999"})
  void whatIsNoPort_isRefusedByTheVariablesName(String text) {
    assertThatThrownBy(() -> DemoPorts.of(Environment.of(Map.of("BAILIWICK_SAMPLE_PORT", text))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BAILIWICK_SAMPLE_PORT");
  }

  @Test
  void takenPort_isRefusedByTheVariablesName() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      DemoPorts ports = new DemoPorts(taken.getLocalPort(), 1);

      assertThatThrownBy(ports::mustBeFree)
          .hasMessageContaining("BAILIWICK_KEYCLOAK_PORT")
          .hasMessageContaining(String.valueOf(taken.getLocalPort()));
    }
  }
}
