package io.bailiwick.it.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With a distribution whose {@code kc.sh} is three lines: the real one takes half a minute. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the three lines are of a Unix shell")
final class KeycloakHomeTest {
  private static final String BUILDS = "#!/bin/sh\necho \"$@\" > lib/built\n";
  private static final String FAILS = "#!/bin/sh\necho half > lib/built\nexit 3\n";

  @TempDir Path directory = Path.of("");
  private final List<String> progress = new ArrayList<>();

  @Test
  void firstPreparation_unpacksDropsTheJarAndBuilds() throws IOException {
    Path home = home(BUILDS, "jar one").prepared();

    assertThat(home.resolve("lib/built")).hasContent("build --db=dev-mem");
    assertThat(home.resolve("providers/some.jar")).hasContent("jar one");
    assertThat(progress).anyMatch(line -> line.contains("Unpacking"));
  }

  @Test
  void secondPreparation_doesNothing() throws IOException {
    Path first = home(BUILDS, "jar one").prepared();
    progress.clear();

    assertThat(home(BUILDS, "jar one").prepared()).isEqualTo(first);
    assertThat(progress).isEmpty();
  }

  @Test
  void sameJarWithANewerTime_isTheSameHome() throws IOException {
    Path first = home(BUILDS, "jar one").prepared();
    KeycloakHome later = home(BUILDS, "jar one");
    Files.setLastModifiedTime(
        directory.resolve("some.jar"), FileTime.from(Instant.now().plusSeconds(3600)));

    assertThat(later.prepared()).isEqualTo(first);
  }

  @Test
  void otherContentOfTheJar_isAnotherHome() throws IOException {
    Path first = home(BUILDS, "jar one").prepared();

    assertThat(home(BUILDS, "jar two").prepared()).isNotEqualTo(first);
  }

  @Test
  void failedBuild_leavesNoHome_andTheNextOneBuilds() throws IOException {
    KeycloakHome failing = home(FAILS, "jar one");

    assertThatThrownBy(failing::prepared).rootCause().hasMessageContaining("ended with 3");
    assertThat(preparedHomes()).isEmpty();
    assertThat(home(BUILDS, "jar one").prepared().resolve("lib/built"))
        .hasContent("build --db=dev-mem");
  }

  @Test
  void interruptedPreparation_isSweptAway() throws IOException {
    Path left = directory.resolve("homes/unfinished-home-0123");
    Files.createDirectories(left.resolve("lib"));
    Files.writeString(left.resolve("lib/half"), "half");

    home(BUILDS, "jar one").prepared();

    assertThat(left).doesNotExist();
  }

  @Test
  void runHome_isALinkedTreeOfItsOwn_andGoneWhenClosed() throws IOException {
    KeycloakHome home = home(BUILDS, "jar one");
    Path run;
    try (RunHome first = home.runHome();
        RunHome second = home.runHome()) {
      run = first.path();
      assertThat(run).isNotEqualTo(second.path());
      assertThat(run.resolve("lib/built")).exists();
      assertThat(Files.getLastModifiedTime(run.resolve("providers/some.jar")))
          .isEqualTo(Files.getLastModifiedTime(home.prepared().resolve("providers/some.jar")));
    }
    assertThat(run).doesNotExist();
    assertThat(home.prepared().resolve("lib/built")).exists();
  }

  @Test
  void archiveThatReachesOutside_isRefused() throws IOException {
    Path zip = directory.resolve("evil.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      entry(out, "keycloak/../../outside.txt", "x");
    }

    assertThatThrownBy(() -> Unzip.stripped(zip, directory.resolve("target")))
        .isInstanceOf(IOException.class);
    assertThat(directory.resolve("outside.txt")).doesNotExist();
  }

  private List<Path> preparedHomes() throws IOException {
    try (var entries = Files.list(directory.resolve("homes"))) {
      return entries.filter(path -> path.getFileName().toString().startsWith("home-")).toList();
    }
  }

  private KeycloakHome home(String script, String jar) throws IOException {
    Path zip = directory.resolve("dist.zip");
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file)) {
      entry(out, "keycloak-0/bin/kc.sh", script);
      entry(out, "keycloak-0/lib/app.txt", "app");
      entry(out, "keycloak-0/providers/README.md", "drop jars here");
    }
    Path provider = directory.resolve("some.jar");
    Files.writeString(provider, jar);
    return new KeycloakHome(zip, provider, directory.resolve("homes"), progress::add);
  }

  private static void entry(ZipOutputStream out, String name, String content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(content.getBytes(StandardCharsets.UTF_8));
    out.closeEntry();
  }
}
