package io.bailiwick.keycloak.issue;

import java.time.Clock;
import java.util.Map;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorFactory;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/**
 * Registers {@link AgentTokenPostProcessor} as the last of the token post-processors, and says so
 * in the server's log and on its "Provider info" page.
 */
public final class AgentTokenPostProcessorFactory
    implements TokenPostProcessorFactory, ServerInfoAwareProviderFactory {
  static final String ID = "bailiwick";
  private static final Logger LOG = Logger.getLogger("io.bailiwick.keycloak");

  private final AgentServiceIndex index = new AgentServiceIndex(Clock.systemUTC());

  @Override
  public TokenPostProcessor create(KeycloakSession session) {
    return new AgentTokenPostProcessor(session);
  }

  AgentServiceIndex index() {
    return index;
  }

  @Override
  public void postInit(KeycloakSessionFactory factory) {
    factory.register(index);
    factory.register(new StartUpCheck());
    LOG.infof("BW-001 Bailiwick %s is active: agent tokens are issued by resource", Version.TEXT);
  }

  /** Post-processors run by descending order: the last one has the last word. */
  @Override
  public int order() {
    return Integer.MIN_VALUE;
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public Map<String, String> getOperationalInfo() {
    return Map.of("version", Version.TEXT);
  }
}
