package io.bailiwick.it.cluster;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL database that the nodes share. */
interface Database extends AutoCloseable {
  /** {@code jdbc:postgresql://host:port/name}. */
  String url();

  String user();

  String password();

  @Override
  void close();

  /**
   * The one that the system property {@code pg.url} names, as {@code pg.user} with {@code
   * pg.password}; without it, a server of this machine's own PostgreSQL, for the life of the test.
   */
  static Database ofTest() {
    @Nullable String url = System.getProperty("pg.url");
    if (url == null || url.isBlank()) {
      return LocalPostgres.start();
    }
    return new Given(
        url, System.getProperty("pg.user", "keycloak"), System.getProperty("pg.password", ""));
  }

  /** What a node's process is told of it. */
  default Map<String, String> environment() {
    return Map.of("KC_DB_URL", url(), "KC_DB_USERNAME", user(), "KC_DB_PASSWORD", password());
  }

  /** One that somebody else runs; tables are left in it. */
  record Given(String url, String user, String password) implements Database {
    @Override
    public void close() {}

    @Override
    public String toString() {
      return "Given[" + url + "]";
    }
  }
}
