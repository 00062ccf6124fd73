package io.bailiwick.keycloak.audit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Writes each finding once per realm and client to the server's log, until the process ends or so
 * many have been seen that memory would suffer; then it starts over. Thread-safe.
 */
public final class Findings {
  private static final Logger LOG = Logger.getLogger("io.bailiwick.keycloak");
  private static final int REMEMBERED = 10_000;
  private static final Set<Said> SAID = ConcurrentHashMap.newKeySet();

  private Findings() {}

  private record Said(Finding finding, String realm, String client) {}

  /** Says it, unless it was said before of this client. */
  public static void report(Finding finding, String realm, String clientId) {
    if (SAID.size() >= REMEMBERED) {
      SAID.clear();
    }
    if (SAID.add(new Said(finding, realm, clientId))) {
      LOG.warnf("%s realm=%s client=%s: %s", finding.code(), realm, clientId, finding.text());
    }
  }
}
