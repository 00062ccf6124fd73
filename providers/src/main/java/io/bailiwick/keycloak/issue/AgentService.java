package io.bailiwick.keycloak.issue;

import io.bailiwick.keycloak.audit.Finding;
import io.bailiwick.scope.MalformedPath;
import io.bailiwick.scope.ResourceUri;
import io.bailiwick.scope.ScopeRules;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;

/**
 * An agent service: a client with {@value #RESOURCE} (its resource URI, RFC 8707), {@code
 * bailiwick.actions} ({@link Actions}), and perhaps {@code bailiwick.token-lifespan} ({@link
 * Lifespans}) and {@value #ADMIN_SCOPE} (the admin scope's text, {@value ScopeRules#DEFAULT_ADMIN}
 * unless set).
 */
record AgentService(
    ClientModel client, ResourceUri uri, Actions actions, ScopeRules rules, Lifespans lifespans) {
  static final String RESOURCE = "bailiwick.resource";
  static final String ADMIN_SCOPE = "bailiwick.admin-scope";

  /** Reads the client's attributes. */
  static AgentService read(ClientModel client) throws Misconfigured {
    return new AgentService(client, uri(client), actions(client), rules(client), lifespans(client));
  }

  String id() {
    return client.getId();
  }

  /** The audience that its verifier goes by. */
  String clientId() {
    return client.getClientId();
  }

  private static ResourceUri uri(ClientModel client) throws Misconfigured {
    try {
      return ResourceUri.parse(client.getAttribute(RESOURCE));
    } catch (MalformedPath e) {
      throw new Misconfigured(Finding.RESOURCE_MALFORMED);
    }
  }

  private static Actions actions(ClientModel client) throws Misconfigured {
    String text = client.getAttribute(Actions.ATTRIBUTE);
    try {
      return Actions.parse(text == null ? "" : text);
    } catch (IllegalArgumentException e) {
      throw new Misconfigured(Finding.ACTIONS_MALFORMED);
    }
  }

  private static ScopeRules rules(ClientModel client) throws Misconfigured {
    @Nullable String admin = client.getAttribute(ADMIN_SCOPE);
    if (admin == null || admin.isBlank()) {
      return ScopeRules.standard();
    }
    try {
      return ScopeRules.builder().admin(admin).build();
    } catch (RuntimeException e) {
      throw new Misconfigured(Finding.ADMIN_SCOPE_MALFORMED);
    }
  }

  private static Lifespans lifespans(ClientModel client) throws Misconfigured {
    try {
      return Lifespans.read(client.getAttributes());
    } catch (IllegalArgumentException e) {
      throw new Misconfigured(Finding.LIFESPAN_MALFORMED);
    }
  }

  /** The client means to be an agent service and can't be one as it is. */
  static final class Misconfigured extends Exception {
    private static final long serialVersionUID = 1L;
    private final Finding finding;

    private Misconfigured(Finding finding) {
      super(finding.code());
      this.finding = finding;
    }

    Finding finding() {
      return finding;
    }
  }
}
