package io.bailiwick.it.keycloak;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the unpacked distribution on a free port. Where its parts are comes from the build: the
 * system properties {@code bailiwick.keycloak.distribution} (the zip) and {@code
 * bailiwick.keycloak.homes} (a directory to prepare in).
 */
public final class DistributionLauncher implements KeycloakLauncher {
  /** For the service loader. */
  public DistributionLauncher() {}

  @Override
  public String id() {
    return "distribution";
  }

  @Override
  public KeycloakServer launch(Launch launch) {
    KeycloakHome home =
        new KeycloakHome(
            BuildPaths.distribution(),
            launch.providerJar(),
            BuildPaths.homes(),
            line -> System.err.println("[keycloak] " + line));
    return KeycloakProcess.start(
        home,
        new KeycloakProcess.Settings(
            Ports.free(),
            AdminAccount.random(),
            launch.imports(),
            Map.of(),
            Optional.empty(),
            List.of("--cache=local", LOG_LEVEL)));
  }
}
