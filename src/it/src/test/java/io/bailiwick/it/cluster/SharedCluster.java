package io.bailiwick.it.cluster;

import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.BuildPaths;
import io.bailiwick.it.realm.RealmFile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * The one cluster of a test run, started when the first test asks and stopped when the last has
 * ended. A test that stops a node starts it again.
 */
public final class SharedCluster implements LauncherSessionListener {
  private static @Nullable KeycloakCluster cluster;

  /** For the service loader. */
  public SharedCluster() {}

  static synchronized KeycloakCluster cluster() {
    if (cluster == null) {
      cluster = KeycloakCluster.start(List.of(RealmFile.demo(BuildPaths.realmConfig())));
    }
    return cluster;
  }

  /** A realm of a test's own, made at the first node. */
  static TestRealm realm() {
    return TestRealm.on(cluster().node(0), RealmFile.demo(BuildPaths.realmConfig()), Map.of());
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    stop();
  }

  private static synchronized void stop() {
    if (cluster != null) {
      cluster.close();
      cluster = null;
    }
  }
}
