package io.bailiwick.it.npm;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A driver and the sample that its client is for; for the tests of one client each. */
abstract class ClientTestBase {
  private final String clients;
  private final Map<String, String> more;

  SampleForClients sample;
  NodeDriver driver;

  /**
   * @param clients which the sample is for, and whose driver it is
   * @param more what the sample is told besides
   */
  ClientTestBase(String clients, Map<String, String> more) {
    this.clients = clients;
    this.more = more;
  }

  @BeforeEach
  void start() {
    NodeModules modules = NodeModules.installed();
    sample = SampleForClients.start(clients, more);
    driver = NodeDriver.start(modules, clients + ".mjs");
  }

  @AfterEach
  void stop() {
    if (driver != null) {
      driver.close();
    }
    if (sample != null) {
      sample.close();
    }
  }
}
