package io.bailiwick.keycloak.audit;

/**
 * A fault in the configuration that an administrator has to put right. Whatever is found at fault
 * grants nothing until then. The code is stable: alerts and documentation may rely on it.
 */
public enum Finding {
  RESOURCE_MALFORMED(
      "BW-101", "bailiwick.resource is no usable resource URI, so this is no agent service"),
  ACTIONS_MALFORMED(
      "BW-102",
      "bailiwick.actions is missing or malformed (agents=read,run teams=read), so this is no agent"
          + " service"),
  RESOURCE_CONFLICT(
      "BW-103",
      "bailiwick.resource equals or nests with the URI or client id of another agent service, so"
          + " both are disabled"),
  RESOURCE_IS_CLIENT_ID(
      "BW-104",
      "the resource URI, or one under it, is the client id of another client and is refused"),
  LIFESPAN_MALFORMED(
      "BW-105",
      "bailiwick.token-lifespan is no positive number of seconds, so this is no agent service"),
  ADMIN_SCOPE_MALFORMED(
      "BW-106", "bailiwick.admin-scope is no usable scope, so this is no agent service"),
  TICKETS_MALFORMED(
      "BW-107",
      "bailiwick.tickets is neither true nor false, bailiwick.ticket-lifespan no number of seconds"
          + " from 1 to 60, or bailiwick.ticket-limit no number from 1 to 10000, so the agent service"
          + " takes no tickets"),
  TICKETS_PUBLIC(
      "BW-108",
      "bailiwick.tickets is on for a public client, which can't prove itself to redeem any, so the"
          + " agent service takes no tickets"),
  FULL_SCOPE_ALLOWED(
      "BW-201", "the client has fullScopeAllowed and is refused agent tokens: switch it off"),
  NOTHING_ALLOWED(
      "BW-202", "no role of the agent service is within the scope mappings of the client"),
  DEFAULT_RESOURCE_UNKNOWN(
      "BW-203", "bailiwick.default-resource names no agent service of this realm"),
  HEADER_TYPE_MISSING(
      "BW-204",
      "the client lacks access.token.header.type.rfc9068=true, so its agent tokens are not typed"
          + " at+jwt and will be refused"),
  UNGRANTED_SCOPES_UNKNOWN(
      "BW-205", "bailiwick.ungranted-scopes is neither drop nor refuse; refuse is taken"),
  CONSENT_TO_NO_AGENT_SCOPE(
      "BW-206",
      "the client needs consent but asks for no agent scope, so the consent page names none and its"
          + " tokens hold none: let it ask for agent scopes by name"),
  GRANT_MALFORMED("BW-301", "a role or attribute holds malformed scopes, which grant nothing"),
  USER_ATTRIBUTE_NOT_ADMIN_ONLY(
      "BW-302",
      "users have scopes in an attribute that the realm's user profile does not reserve to"
          + " administrators; it is ignored");

  private final String code;
  private final String text;

  Finding(String code, String text) {
    this.code = code;
    this.text = text;
  }

  public String code() {
    return code;
  }

  String text() {
    return text;
  }
}
