package io.bailiwick.keycloak.audit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Writes each finding once per realm and client to the server's log, until the process ends or so
 * many have been seen that memory would suffer; then it starts over. Thread-safe.
 */
public final class Findings {
  private static final Logger LOG = Logger.getLogger("io.bailiwick.keycloak");
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u0085\\u2028\\u2029]");
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
      LOG.warn(line(finding, realm, clientId));
    }
  }

  /** The line as logged: whoever may name a client can't begin another line with that name. */
  static String line(Finding finding, String realm, String clientId) {
    return finding.code()
        + " realm="
        + printable(realm)
        + " client="
        + printable(clientId)
        + ": "
        + finding.text();
  }

  /** A name with everything that could break a log line or recolour a terminal replaced. */
  public static String printable(String name) {
    return UNPRINTABLE.matcher(name).replaceAll("?");
  }
}
