package io.bailiwick.it.demo;

import io.bailiwick.it.keycloak.Ports;
import io.bailiwick.it.realm.Environment;
import java.net.URI;

/** Where the demo listens, as its environment says. */
record DemoPorts(int keycloak, int sample) {
  private static final String KEYCLOAK = "BAILIWICK_KEYCLOAK_PORT";
  private static final String SAMPLE = "BAILIWICK_SAMPLE_PORT";

  DemoPorts {
    if (keycloak == sample) {
      throw new IllegalArgumentException(
          KEYCLOAK + " and " + SAMPLE + " are both " + sample + "; they must differ");
    }
  }

  static DemoPorts of(Environment environment) {
    return new DemoPorts(port(environment, KEYCLOAK, 8080), port(environment, SAMPLE, 7777));
  }

  /**
   * @throws IllegalStateException where one of them is taken; the message says which variable to
   *     set
   */
  void mustBeFree() {
    mustBeFree(keycloak, KEYCLOAK);
    mustBeFree(sample, SAMPLE);
  }

  URI sampleUri() {
    return URI.create("http://localhost:" + sample);
  }

  private static int port(Environment environment, String name, int byDefault) {
    String text = environment.get(name);
    if (text == null || text.isBlank()) {
      return byDefault;
    }
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65535) {
      throw new IllegalArgumentException(name + " must be a port, 1 to 65535");
    }
    return Integer.parseInt(text);
  }

  private static void mustBeFree(int port, String name) {
    if (!Ports.isFree(port)) {
      throw new IllegalStateException(
          "Port " + port + " is taken. Set " + name + " to a free one, or stop what listens there");
    }
  }
}
