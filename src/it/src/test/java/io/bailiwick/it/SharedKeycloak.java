package io.bailiwick.it;

import io.bailiwick.it.keycloak.BuildPaths;
import io.bailiwick.it.keycloak.KeycloakLauncher;
import io.bailiwick.it.keycloak.KeycloakLauncher.Launch;
import io.bailiwick.it.keycloak.KeycloakServer;
import io.bailiwick.it.realm.RealmFile;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The one Keycloak of a test run, started when the first test asks and stopped when the last has
 * ended. It has the realm {@code agents} (production shape with the demo's people) and {@code
 * production} (the production file alone), both through {@code --import-realm}. Tests change
 * neither; who changes a realm makes a {@link TestRealm}.
 */
public final class SharedKeycloak {
  /** The realm of the production file alone. */
  public static final String PRODUCTION = "production";

  private static @Nullable KeycloakServer server;

  private SharedKeycloak() {}

  /** The server, started now where it does not run yet. */
  public static synchronized KeycloakServer server() {
    if (server == null) {
      RealmFile production = RealmFile.production(BuildPaths.realmConfig());
      server =
          start(List.of(RealmFile.demo(BuildPaths.realmConfig()), production.named(PRODUCTION)));
    }
    return server;
  }

  /** A server of the test's own, to be stopped by it. */
  public static KeycloakServer start(List<RealmFile> imports) {
    String wanted = System.getProperty("bailiwick.it.server", "distribution");
    KeycloakLauncher launcher =
        ServiceLoader.load(KeycloakLauncher.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.id().equals(wanted))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("No launcher called " + wanted));
    return launcher.launch(new Launch(BuildPaths.providerJar(), imports));
  }

  static synchronized void stop() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
