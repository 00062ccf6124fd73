package io.bailiwick.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The one jar to drop: every entry of it is one that we mean to ship. */
final class JarIT {
  private static final Path JAR = Path.of("target", "bailiwick-keycloak.jar");
  private static final String KEYCLOAK = "META-INF/services/org.keycloak.";
  private static final String SERVICES = KEYCLOAK + "protocol.oidc.";

  /** Each of these, exactly. */
  private static final List<String> FILES =
      List.of(
          "META-INF/MANIFEST.MF",
          "META-INF/LICENSE",
          "META-INF/beans.xml",
          "META-INF/keycloak-themes.json",
          SERVICES + "TokenIntrospectionProviderFactory",
          SERVICES + "grants.OAuth2GrantTypeFactory",
          SERVICES + "token.TokenPostProcessorFactory",
          KEYCLOAK + "services.resource.RealmResourceProviderFactory",
          KEYCLOAK + "services.resources.admin.ext.AdminRealmResourceProviderFactory",
          KEYCLOAK + "events.EventListenerProviderFactory",
          "io/bailiwick/keycloak/issue/version.txt");

  /** And classes of ours and the theme's files, and nothing else. */
  private static final Pattern OURS =
      Pattern.compile(
          "io/bailiwick/keycloak/(audience|audit|grant|handle|issue|rest|revocation|shaded/scope)/[A-Za-z$0-9-]+\\.class"
              + "|theme/bailiwick/[a-z]+/theme\\.properties"
              + "|theme/bailiwick/[a-z]+/messages/messages_[a-z]{2}\\.properties"
              + "|theme/bailiwick/[a-z]+/[a-z-]+\\.ftl"
              + "|theme/bailiwick/[a-z]+/resources/(css|img)/[a-z-]+\\.(css|svg)");

  @Test
  void everyEntry_isExpected_andNoneIsMissing() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> files =
          jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName).toList();

      assertThat(files).doesNotHaveDuplicates().containsAll(FILES);
      assertThat(files)
          .filteredOn(name -> !FILES.contains(name))
          .allMatch(name -> OURS.matcher(name).matches(), OURS.pattern());
      assertThat(files)
          .contains("io/bailiwick/keycloak/shaded/scope/ScopeSet.class")
          .anyMatch(name -> name.startsWith("theme/bailiwick/login/"));
    }
  }

  @Test
  void services_nameClassesThatAreInTheJar() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<JarEntry> services =
          jar.stream()
              .filter(entry -> entry.getName().startsWith("META-INF/services/"))
              .filter(entry -> !entry.isDirectory())
              .toList();
      for (JarEntry service : services) {
        for (String name : text(jar, service).lines().toList()) {
          assertThat(jar.getEntry(name.replace('.', '/') + ".class")).as(name).isNotNull();
        }
      }
      assertThat(services).hasSize(6);
    }
  }

  @Test
  void noClass_namesTheScopeLanguageWhereItWas() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      for (JarEntry entry :
          jar.stream().filter(each -> each.getName().endsWith(".class")).toList()) {
        assertThat(text(jar, entry)).as(entry.getName()).doesNotContain("io/bailiwick/scope/");
      }
    }
  }

  @Test
  void version_isWrittenByTheBuild() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(text(jar, jar.getJarEntry("io/bailiwick/keycloak/issue/version.txt")))
          .matches("[0-9]+\\.[0-9]+\\.[0-9]+.*\\s*");
    }
  }

  @Test
  void entries_haveTheBuildsTimestampSoThatTwoBuildsAreEqual() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().map(JarEntry::getTime).distinct().toList()).hasSize(1);
    }
  }

  private static String text(JarFile jar, JarEntry entry) throws IOException {
    return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
  }
}
