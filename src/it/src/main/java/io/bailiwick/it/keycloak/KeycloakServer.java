package io.bailiwick.it.keycloak;

import java.net.URI;
import java.nio.file.Path;

/**
 * A running Keycloak, however it runs. Threads may share it; closing it twice does nothing more.
 */
public interface KeycloakServer extends AutoCloseable {
  /** Its root without a trailing slash, as its issuers begin: {@code http://localhost:8080}. */
  URI url();

  /** Who may administer it. */
  AdminAccount admin();

  /** The file its output goes to. */
  Path log();

  /** A realm's addresses, whether or not there is such a realm. */
  default RealmEndpoints realm(String name) {
    return new RealmEndpoints(url(), name);
  }

  /** Stops it and waits until no process of it is left. */
  @Override
  void close();
}
