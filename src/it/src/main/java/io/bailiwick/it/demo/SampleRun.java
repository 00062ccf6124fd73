package io.bailiwick.it.demo;

import io.bailiwick.it.keycloak.RealmEndpoints;
import io.bailiwick.sample.SampleServer;
import io.bailiwick.sample.SampleSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sample agent service, running in this process and trusting the demo's realm. */
final class SampleRun implements AutoCloseable {
  /** The client that people log in with on the sample's page. */
  private static final String PAGE = "demo-web";

  private final SampleServer server;

  private SampleRun(SampleServer server) {
    this.server = server;
  }

  /**
   * Starts it as its environment says, but at the demo's port and for the demo's realm.
   *
   * @param environment the process's own
   */
  static SampleRun start(int port, RealmEndpoints realm, Map<String, String> environment) {
    Map<String, String> settings = new HashMap<>(environment);
    List.of("BAILIWICK_RESOURCE", "BAILIWICK_AUDIENCE", "BAILIWICK_SAMPLE_HOST")
        .forEach(settings::remove);
    settings.put("BAILIWICK_SAMPLE_PORT", String.valueOf(port));
    settings.put("BAILIWICK_ISSUER", realm.issuer().toString());
    // so that the page can connect with tickets, and who is logged out is closed
    settings.put("BAILIWICK_CLIENT_SECRET", "research-os-secret");
    settings.put("BAILIWICK_WEB_CLIENT", PAGE);
    settings.put("BAILIWICK_LOGOUT_CLIENTS", PAGE);
    return new SampleRun(SampleServer.start(SampleSettings.read(settings)));
  }

  URI uri() {
    return server.uri();
  }

  /**
   * Its routes with what each requires, and who verifies signatures, and every setting that loosens
   * a check.
   */
  void introduce(Narrator narrator, Path log) {
    narrator.progress("The sample agent service answers at " + uri() + ", its log is " + log);
    narrator.line("   Its routes and what each requires:");
    server.routes().forEach(route -> narrator.line("     " + route));
    narrator.line("   Signatures and who verifies them:");
    server.signatures().forEach(line -> narrator.line("     " + line));
    List<String> loosened = server.loosened();
    narrator.line(
        loosened.isEmpty()
            ? "   No setting loosens a check."
            : "   Settings that loosen a check: " + String.join("; ", loosened));
  }

  @Override
  public void close() {
    server.close();
  }
}
