package io.bailiwick.keycloak.revocation;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.util.JsonSerialization;

/**
 * {@code POST /admin/realms/{realm}/bailiwick/end-connections}: ends what lives of one session
 * ({@code {"sid": "..."}}), person ({@code sub}) or client ({@code azp}) at every agent service,
 * and leaves the session as it is: who may still get a token may come back with it. It takes the
 * right to manage users and leaves an admin event. One serves one request.
 */
public final class EndConnectionsResource {
  static final int MOST_BYTES = 4096;
  private static final int LONGEST = 255;

  private final KeycloakSession session;
  private final RealmModel realm;
  private final AdminPermissionEvaluator auth;
  private final AdminEventBuilder adminEvent;

  public EndConnectionsResource(
      KeycloakSession session,
      RealmModel realm,
      AdminPermissionEvaluator auth,
      AdminEventBuilder adminEvent) {
    this.session = session;
    this.realm = realm;
    this.auth = auth;
    this.adminEvent = adminEvent.resource(ResourceType.USER_SESSION);
  }

  /** With a JSON object that names exactly one of the three. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response end(InputStream body) throws IOException {
    auth.users().requireManage();
    byte[] bytes = body.readNBytes(MOST_BYTES + 1);
    Map<?, ?> named = bytes.length > MOST_BYTES ? Map.of() : members(bytes);
    RevocationListenerFactory.revoke(session, pending(realm, named));
    adminEvent
        .operation(OperationType.ACTION)
        .resourcePath(session.getContext().getUri())
        .representation(named)
        .success();
    return Response.noContent().build();
  }

  private static Map<?, ?> members(byte[] json) {
    try {
      @Nullable Map<?, ?> members =
          JsonSerialization.valueFromString(new String(json, StandardCharsets.UTF_8), Map.class);
      return members == null ? Map.of() : members;
    } catch (RuntimeException e) {
      throw malformed();
    }
  }

  static Pending pending(RealmModel realm, Map<?, ?> named) {
    if (named.size() != 1
        || !(named.values().iterator().next() instanceof String value)
        || value.isEmpty()
        || value.length() > LONGEST
        || value.chars().anyMatch(Character::isISOControl)) {
      throw malformed();
    }
    return switch (String.valueOf(named.keySet().iterator().next())) {
      case "sid" -> Pending.session(realm, value);
      case "sub" -> Pending.person(realm, value);
      case "azp" -> Pending.client(realm, value);
      default -> throw malformed();
    };
  }

  private static BadRequestException malformed() {
    return new BadRequestException("name exactly one of sid, sub and azp, as text");
  }
}
