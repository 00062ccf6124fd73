package io.bailiwick.it;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Stops the shared server when the test run has ended. */
public final class SharedKeycloakStop implements LauncherSessionListener {
  /** For the service loader. */
  public SharedKeycloakStop() {}

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    SharedKeycloak.stop();
  }
}
