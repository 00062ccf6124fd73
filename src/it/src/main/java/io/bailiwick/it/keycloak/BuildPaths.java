package io.bailiwick.it.keycloak;

import java.nio.file.Path;

/** What the build made and where, told by the system properties that the POM sets. */
public final class BuildPaths {
  private BuildPaths() {}

  /** The Keycloak distribution's zip. */
  public static Path distribution() {
    return path("bailiwick.keycloak.distribution");
  }

  /** Where homes are prepared and run. */
  public static Path homes() {
    return path("bailiwick.keycloak.homes");
  }

  /** The one jar to drop into {@code providers/}. */
  public static Path providerJar() {
    return path("bailiwick.provider.jar");
  }

  /** The checkout's {@code realm-config}. */
  public static Path realmConfig() {
    return path("bailiwick.realm.config");
  }

  private static Path path(String property) {
    String value = System.getProperty(property);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException("The system property " + property + " is not set");
    }
    return Path.of(value);
  }
}
