package io.bailiwick.keycloak.handle;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.util.TokenUtil;

/**
 * {@code POST /realms/{realm}/bailiwick/tickets}: a ticket for an agent token and a {@code
 * resource}. It only translates: what is decided, {@link TicketMint} decides. One serves one
 * request.
 */
public final class TicketEndpoint {
  private static final String SCHEME = "(?i)" + TokenUtil.TOKEN_TYPE_DPOP + " .*";

  private final KeycloakSession session;
  private final RealmModel realm;
  private final EventBuilder event;
  private final Cors cors;

  public TicketEndpoint(KeycloakSession session) {
    this.session = session;
    this.realm = session.getContext().getRealm();
    this.event =
        new EventBuilder(realm, session, session.getContext().getConnection())
            .event(TicketEvents.TYPE);
    this.cors = session.getProvider(Cors.class).auth().allowedMethods("POST", "OPTIONS").auth();
  }

  /** Where the request's body is read, once it is known who asks. */
  private interface Body {
    TicketRequest read() throws TicketRefused;
  }

  /** The preflight of a browser (Fetch standard); which client asks isn't known yet. */
  @OPTIONS
  public Response preflight() {
    return cors.preflight().add(Response.ok());
  }

  /** With a form. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response form() {
    return answer(
        () ->
            TicketRequest.form(
                headers(), session.getContext().getHttpRequest().getDecodedFormParameters()));
  }

  /** With a JSON object. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response json(InputStream body) {
    return answer(() -> TicketRequest.json(headers(), body));
  }

  /** With anything else, which is refused as such. */
  @POST
  @Consumes(MediaType.WILDCARD)
  public Response other(InputStream body) {
    return answer(
        () -> {
          throw TicketRequest.neither();
        });
  }

  private HttpHeaders headers() {
    return session.getContext().getRequestHeaders();
  }

  private Response answer(Body body) {
    try {
      reachable();
      TicketMint mint = new TicketMint(session, realm, event);
      AuthResult caller = mint.caller();
      Optional<String> origin = mint.origin(caller.client());
      if (origin.isPresent()) {
        cors.checkAllowedOrigins(session, caller.client());
      }
      TicketMint.Minted minted = mint.mint(caller, origin, body.read());
      event.detail(TicketEvents.WHAT, TicketEvents.MINTED).success();
      return cors.add(plain(Response.ok(success(minted))));
    } catch (TicketRefused e) {
      e.record(event, TicketEvents.MINT_REFUSED);
      return refused(e);
    }
  }

  private static Map<String, Object> success(TicketMint.Minted minted) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ticket", minted.ticket().text());
    answer.put(OAuth2Constants.EXPIRES_IN, minted.life().toSeconds());
    return answer;
  }

  /** What Keycloak's own endpoints ask first. */
  private void reachable() throws TicketRefused {
    if (!realm.isEnabled()) {
      throw TicketRefused.realm("realm_disabled", "the realm is disabled");
    }
    if (!"https".equals(session.getContext().getUri().getBaseUri().getScheme())
        && realm.getSslRequired().isRequired(session.getContext().getConnection())) {
      throw TicketRefused.realm("https_required", "HTTPS is required");
    }
  }

  private Response refused(TicketRefused e) {
    Response.ResponseBuilder response =
        plain(
            Response.status(e.status())
                .entity(new OAuth2ErrorRepresentation(e.error(), e.description())));
    if (e.status() == Response.Status.UNAUTHORIZED) {
      // a page must be able to read that its token is no good, and no client is known yet
      cors.allowAllOrigins().exposedHeaders(HttpHeaders.WWW_AUTHENTICATE);
      response.header(HttpHeaders.WWW_AUTHENTICATE, challenge());
    }
    if (e.retryAfter() > 0) {
      cors.exposedHeaders(HttpHeaders.RETRY_AFTER);
      response.header(HttpHeaders.RETRY_AFTER, e.retryAfter());
    }
    return cors.add(response);
  }

  private String challenge() {
    String said = headers().getHeaderString(HttpHeaders.AUTHORIZATION);
    String scheme =
        said != null && said.matches(SCHEME)
            ? TokenUtil.TOKEN_TYPE_DPOP
            : TokenUtil.TOKEN_TYPE_BEARER;
    return scheme
        + " realm=\"bailiwick\""
        + (said == null ? "" : ", error=\"" + OAuthErrorException.INVALID_TOKEN + "\"");
  }

  private static Response.ResponseBuilder plain(Response.ResponseBuilder response) {
    return response
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("Pragma", "no-cache");
  }
}
