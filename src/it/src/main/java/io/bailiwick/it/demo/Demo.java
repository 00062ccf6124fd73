package io.bailiwick.it.demo;

import io.bailiwick.it.keycloak.AdminAccount;
import io.bailiwick.it.keycloak.BuildPaths;
import io.bailiwick.it.keycloak.KeycloakHome;
import io.bailiwick.it.keycloak.KeycloakProcess;
import io.bailiwick.it.realm.Environment;
import io.bailiwick.it.realm.RealmFile;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Starts Keycloak and the sample, walks the tour, and stays up until it is stopped; with the system
 * property {@code bailiwick.demo.once} it ends after the tour, with an exception where a step went
 * otherwise. Ports come from {@code BAILIWICK_KEYCLOAK_PORT} and {@code BAILIWICK_SAMPLE_PORT}.
 *
 * <p>The administrator is {@code admin} with the same password, as the demo's people have their
 * names: it all listens on the loopback address, and lives in memory.
 */
public final class Demo {
  private static final AdminAccount ADMIN = new AdminAccount("admin", "admin");

  private final DemoPorts ports;
  private final Narrator narrator;
  private final KeycloakHome home;

  private Demo(DemoPorts ports, Narrator narrator) {
    this.ports = ports;
    this.narrator = narrator;
    this.home =
        new KeycloakHome(
            BuildPaths.distribution(),
            BuildPaths.providerJar(),
            BuildPaths.homes(),
            narrator::progress);
  }

  /** Run by Maven's {@code demo} profile. */
  public static void main(String[] arguments) throws InterruptedException {
    Narrator narrator = new Narrator(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    DemoPorts ports = DemoPorts.of(Environment.OF_PROCESS);
    ports.mustBeFree();
    new Demo(ports, narrator).run(isSet("bailiwick.demo.once"));
  }

  private void run(boolean once) throws InterruptedException {
    Path log = BuildPaths.homes().resolve("sample.log");
    try (SampleLog logged = SampleLog.to(log);
        KeycloakProcess keycloak = startKeycloak();
        SampleRun sample =
            SampleRun.start(ports.sample(), keycloak.realm(Stage.REALM), System.getenv())) {
      sample.introduce(narrator, log);
      boolean asTold = Tour.walk(new Stage(keycloak, sample.uri()), narrator);
      if (once) {
        mustBe(asTold);
        return;
      }
      narrator.progress("The tour stopped Keycloak; starting it again");
      stayUp();
    }
  }

  private void stayUp() throws InterruptedException {
    try (KeycloakProcess keycloak = startKeycloak()) {
      new Farewell(keycloak.realm(Stage.REALM), ports.sampleUri(), ADMIN).say(narrator);
      keycloak.awaitEnd();
      throw new IllegalStateException("Keycloak ended; see " + keycloak.log());
    }
  }

  private KeycloakProcess startKeycloak() {
    home.prepared();
    narrator.progress("Starting Keycloak at port " + ports.keycloak() + " (about 15 seconds)");
    KeycloakProcess keycloak =
        KeycloakProcess.start(
            home,
            new KeycloakProcess.Settings(
                ports.keycloak(),
                ADMIN,
                List.of(RealmFile.demo(BuildPaths.realmConfig())),
                Map.of("BAILIWICK_SAMPLE_PORT", String.valueOf(ports.sample()))));
    narrator.progress("Keycloak answers at " + keycloak.url() + ", its log is " + keycloak.log());
    return keycloak;
  }

  private static void mustBe(boolean asTold) {
    if (!asTold) {
      throw new IllegalStateException("The tour went otherwise than told; see NOT above");
    }
  }

  private static boolean isSet(String property) {
    String value = System.getProperty(property);
    return value != null && !value.equalsIgnoreCase("false");
  }
}
