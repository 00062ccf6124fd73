package io.bailiwick.it.container;

import dasniko.testcontainers.keycloak.KeycloakContainer;
import io.bailiwick.it.keycloak.AdminAccount;
import io.bailiwick.it.keycloak.KeycloakLauncher;
import io.bailiwick.it.keycloak.KeycloakLauncher.Launch;
import io.bailiwick.it.keycloak.KeycloakServer;
import io.bailiwick.it.realm.RealmFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.containers.wait.strategy.WaitAllStrategy;
import org.testcontainers.images.PullPolicy;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * A Keycloak in a container, started as the distribution is: {@code start}, in memory, over plain
 * HTTP on a loopback port that is chosen beforehand, so that its issuers are the addresses under
 * which tests reach it. The image is augmented with the jar when it starts.
 */
final class KeycloakInContainer implements KeycloakServer {
  private static final int HTTP = 8080;
  private static final Duration START = Duration.ofMinutes(5);
  private static final String IMPORT = "/opt/keycloak/data/import/";

  private final KeycloakContainer container;
  private final URI url;
  private final AdminAccount admin;
  private final Path log;

  private KeycloakInContainer(KeycloakContainer container, URI url, AdminAccount admin, Path log) {
    this.container = container;
    this.url = url;
    this.admin = admin;
    this.log = log;
  }

  /** Starts one and returns when it answers for every imported realm. */
  static KeycloakInContainer start(
      DockerImageName image, int port, AdminAccount admin, Launch launch, Path log) {
    URI url = URI.create("http://localhost:" + port);
    KeycloakContainer container =
        new KeycloakContainer(image)
            .withImagePullPolicy(PullPolicy.defaultPolicy())
            .withProductionMode()
            .withAdminUsername(admin.user())
            .withAdminPassword(admin.password())
            .withProviderLibsFrom(List.of(launch.providerJar().toFile()));
    options(url).forEach(container::withCustomCommand);
    launch
        .imports()
        .forEach(
            realm ->
                container.withCopyToContainer(
                    Transferable.of(realm.json()), IMPORT + realm.name() + "-realm.json"));
    container.setExposedPorts(List.of(HTTP));
    container.setPortBindings(List.of("127.0.0.1:" + port + ":" + HTTP));
    container.setLogConsumers(List.of(new LogFile(log)));
    KeycloakInContainer keycloak = new KeycloakInContainer(container, url, admin, log);
    container.waitingFor(keycloak.answersFor(launch));
    container.start();
    return keycloak;
  }

  private static List<String> options(URI url) {
    return List.of(
        "--db=dev-mem",
        "--cache=local",
        KeycloakLauncher.LOG_LEVEL,
        "--http-enabled=true",
        "--http-port=" + HTTP,
        "--hostname=" + url,
        // what only the management port, which the distribution's run has not, would show
        "--health-enabled=false");
  }

  private WaitAllStrategy answersFor(Launch launch) {
    WaitAllStrategy all = new WaitAllStrategy().withStartupTimeout(START);
    Stream.concat(Stream.of("master"), launch.imports().stream().map(RealmFile::name))
        .forEach(
            realm ->
                all.withStrategy(Wait.forHttp(realm(realm).discovery().getPath()).forPort(HTTP)));
    return all;
  }

  @Override
  public URI url() {
    return url;
  }

  @Override
  public AdminAccount admin() {
    return admin;
  }

  @Override
  public Path log() {
    return log;
  }

  @Override
  public void close() {
    container.stop();
  }
}
