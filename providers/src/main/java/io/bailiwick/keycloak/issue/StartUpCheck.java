package io.bailiwick.keycloak.issue;

import io.bailiwick.keycloak.audit.Finding;
import io.bailiwick.keycloak.audit.Findings;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Looks, once the server has started and imported its realms, at each enabled realm that has agent
 * services: names those in working order in the log, and reports the findings that there are,
 * without waiting for a request to run into them. It looks at so many realms and calling clients
 * and no more, says so where there are more, and is no gate: whatever goes wrong in it is logged,
 * and the server runs.
 */
final class StartUpCheck implements ProviderEventListener {
  private static final Logger LOG = Logger.getLogger("io.bailiwick.keycloak");
  private static final int REALMS = 200;
  private static final int CALLERS = 500;

  @Override
  public void onEvent(ProviderEvent event) {
    if (event instanceof PostMigrationEvent started) {
      attempt(() -> realms(started.getFactory()));
    }
  }

  private static void realms(KeycloakSessionFactory factory) {
    List<String> realms =
        KeycloakModelUtils.runJobInTransactionWithResult(
            factory, session -> CallingClients.realms(session, REALMS + 1));
    if (realms.size() > REALMS) {
      LOG.warnf("BW-003 the start-up check looks at %d realms; there are more", REALMS);
    }
    realms.stream()
        .limit(REALMS)
        .forEach(
            id ->
                attempt(
                    () ->
                        KeycloakModelUtils.runJobInTransaction(
                            factory, session -> realm(session, id))));
  }

  private static void realm(KeycloakSession session, String id) {
    RealmModel realm = session.realms().getRealm(id);
    if (realm == null || !realm.isEnabled()) {
      return;
    }
    session.getContext().setRealm(realm);
    AgentServices services = AgentServices.of(session, realm);
    if (services.isEmpty()) {
      return;
    }
    List<AgentService> working =
        services.active().stream()
            .filter(service -> services.resolve(service.uri().text()).isPresent())
            .toList();
    LOG.infof(
        "BW-002 realm=%s agent services in working order: %s",
        Findings.printable(realm.getName()),
        working.isEmpty()
            ? "none"
            : working.stream()
                .map(service -> Findings.printable(service.clientId()))
                .collect(Collectors.joining(", ")));
    List<String> callers = CallingClients.of(session, realm, working, CALLERS + 1);
    if (callers.size() > CALLERS) {
      LOG.warnf(
          "BW-003 realm=%s: the start-up check looks at %d calling clients; there are more",
          Findings.printable(realm.getName()), CALLERS);
    }
    callers.stream().limit(CALLERS).forEach(caller -> caller(session, realm, caller));
  }

  private static void caller(KeycloakSession session, RealmModel realm, String id) {
    ClientModel client = session.clients().getClientById(realm, id);
    if (client == null || !client.isEnabled()) {
      return;
    }
    if (client.isFullScopeAllowed()) {
      Findings.report(Finding.FULL_SCOPE_ALLOWED, realm.getName(), client.getClientId());
    }
    if (!OIDCAdvancedConfigWrapper.fromClientModel(client).isUseRfc9068AccessTokenHeaderType()) {
      Findings.report(Finding.HEADER_TYPE_MISSING, realm.getName(), client.getClientId());
    }
  }

  /** Linkage errors too: a later Keycloak may lack what this uses, and must start all the same. */
  private static void attempt(Runnable check) {
    try {
      check.run();
    } catch (RuntimeException | LinkageError e) {
      LOG.warnf(e, "BW-003 the start-up check failed; tokens are issued as ever");
    }
  }
}
