package io.bailiwick.it.container;

import io.bailiwick.it.keycloak.AdminAccount;
import io.bailiwick.it.keycloak.BuildPaths;
import io.bailiwick.it.keycloak.KeycloakLauncher;
import io.bailiwick.it.keycloak.KeycloakServer;
import io.bailiwick.it.keycloak.Ports;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/**
 * Runs Keycloak's own image, of the version that the POM names, on whatever Docker-compatible
 * engine Testcontainers finds on this machine. The system property {@code bailiwick.keycloak.image}
 * names the image.
 */
public final class ContainerLauncher implements KeycloakLauncher {
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** For the service loader. */
  public ContainerLauncher() {}

  @Override
  public String id() {
    return "container";
  }

  @Override
  public KeycloakServer launch(Launch launch) {
    requireLocalEngine();
    return KeycloakInContainer.start(image(), Ports.free(), AdminAccount.random(), launch, log());
  }

  private static DockerImageName image() {
    String name = System.getProperty("bailiwick.keycloak.image");
    if (name == null || name.isBlank()) {
      throw new IllegalStateException("The system property bailiwick.keycloak.image is not set");
    }
    return DockerImageName.parse(name);
  }

  private static Path log() {
    return BuildPaths.homes().resolve("container-" + COUNT.incrementAndGet() + ".log");
  }

  /** The demo's passwords are their owners' names: such a server listens on loopback or nowhere. */
  private static void requireLocalEngine() {
    String host = DockerClientFactory.instance().dockerHostIpAddress();
    if (!host.equals("localhost") && !host.equals("127.0.0.1")) {
      throw new IllegalStateException(
          "The container engine must be on this machine, and its host is " + host);
    }
  }
}
