package io.bailiwick.it.keycloak;

import io.bailiwick.it.realm.RealmFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Keycloak of the distribution, started as in production: {@code start --optimized}, which builds
 * nothing and refuses a changed jar. It listens on the loopback address only, over plain HTTP, and
 * has no management port.
 */
public final class KeycloakProcess implements KeycloakServer {
  private static final Duration START = Duration.ofMinutes(4);
  private static final String LOOPBACK = "127.0.0.1";

  private final RunHome home;
  private final ProcessTree tree;
  private final Path log;
  private final URI url;
  private final AdminAccount admin;

  private KeycloakProcess(RunHome home, ProcessTree tree, Path log, URI url, AdminAccount admin) {
    this.home = home;
    this.tree = tree;
    this.log = log;
    this.url = url;
    this.admin = admin;
  }

  /**
   * What a server is started with.
   *
   * @param environment what its process is told beside; secrets belong here, not in the options
   * @param hostname as what it knows itself, in its issuers above all; where empty, as the address
   *     that it listens on
   * @param options of {@code kc.sh start}, beside those for all
   */
  public record Settings(
      int port,
      AdminAccount admin,
      List<RealmFile> imports,
      Map<String, String> environment,
      Optional<URI> hostname,
      List<String> options) {
    public Settings {
      imports = List.copyOf(imports);
      environment = Map.copyOf(environment);
      options = List.copyOf(options);
    }

    /** A server that is alone. */
    public Settings(
        int port, AdminAccount admin, List<RealmFile> imports, Map<String, String> environment) {
      this(port, admin, imports, environment, Optional.empty(), List.of("--cache=local"));
    }

    /** The environment only by its names: it may hold passwords. */
    @Override
    public String toString() {
      return "Settings[" + port + ", " + imports + ", " + environment.keySet() + options + "]";
    }
  }

  /**
   * Starts one and returns when it answers for every imported realm.
   *
   * @throws PortTaken where something listens there already
   * @throws IllegalStateException where it ends or does not answer; the message names its log
   */
  public static KeycloakProcess start(KeycloakHome prepared, Settings settings) {
    if (!Ports.isFree(settings.port())) {
      throw new PortTaken(settings.port());
    }
    RunHome home = prepared.runHome();
    home.imports(settings.imports());
    Path log = home.path().resolveSibling(home.path().getFileName() + ".log");
    URI url = URI.create("http://localhost:" + settings.port());
    KeycloakProcess keycloak = launch(home, log, url, settings);
    try {
      settings.imports().forEach(realm -> keycloak.await(realm.name()));
      keycloak.await("master");
      return keycloak;
    } catch (RuntimeException e) {
      keycloak.close();
      throw e;
    }
  }

  private static KeycloakProcess launch(RunHome home, Path log, URI url, Settings settings) {
    Map<String, String> environment = new HashMap<>(settings.environment());
    environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", settings.admin().user());
    environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", settings.admin().password());
    environment.put("JAVA_OPTS_KC_HEAP", "-Xms128m -Xmx768m");
    try {
      Process process =
          new KeycloakScript(home.path()).start("start", options(url, settings), environment, log);
      return new KeycloakProcess(home, new ProcessTree(process), log, url, settings.admin());
    } catch (IOException e) {
      home.close();
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> options(URI url, Settings settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--optimized",
                "--import-realm",
                "--http-enabled=true",
                "--http-host=" + LOOPBACK,
                "--http-port=" + settings.port(),
                "--hostname=" + settings.hostname().orElse(url)));
    all.addAll(settings.options());
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

  /** Returns when the server has ended, however it did. */
  public void awaitEnd() throws InterruptedException {
    tree.awaitEnd();
  }

  /**
   * Ends it at once, as a crash or a lost machine would: nothing is said to anybody, and what it
   * holds in memory is gone. To be closed all the same.
   */
  public void kill() {
    tree.kill();
  }

  @Override
  public void close() {
    tree.close();
    home.close();
  }

  private void await(String realm) {
    URI discovery = realm(realm).discovery();
    Instant deadline = Instant.now().plus(START);
    while (!answers(discovery)) {
      tree.remember();
      if (!tree.isAlive()) {
        throw new IllegalStateException("Keycloak ended while it started:\n" + lastLines());
      }
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            "Keycloak does not answer at " + discovery + ":\n" + lastLines());
      }
      pause();
    }
    tree.remember();
  }

  private static boolean answers(URI uri) {
    try {
      return Http.get(uri).status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Keycloak starts", e);
    }
  }

  private String lastLines() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    } catch (IOException e) {
      return "and its log " + log + " can't be read";
    }
  }

  /** Another server listens on the port. */
  public static final class PortTaken extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    PortTaken(int port) {
      super("Port " + port + " is taken");
    }
  }
}
