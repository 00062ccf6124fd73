package io.bailiwick.it.keycloak;

import io.bailiwick.it.realm.RealmFile;
import java.nio.file.Path;
import java.util.List;

/**
 * One way to run a Keycloak: the unpacked distribution, or a container. Found by {@link
 * java.util.ServiceLoader}; the system property {@code bailiwick.it.server} names the one to take.
 */
public interface KeycloakLauncher {
  /** What is ours tells everything, so that tests hear what must not be told. */
  String LOG_LEVEL = "--log-level=INFO,io.bailiwick:TRACE";

  /** What the system property says to choose this one: {@code distribution}, {@code container}. */
  String id();

  /** Starts a server of its own and returns when it answers for every realm to be imported. */
  KeycloakServer launch(Launch launch);

  /**
   * What to start.
   *
   * @param providerJar the very jar that ships
   * @param imports realms for {@code --import-realm}, placeholders and all
   */
  record Launch(Path providerJar, List<RealmFile> imports) {
    public Launch {
      imports = List.copyOf(imports);
    }
  }
}
