package io.bailiwick.keycloak.revocation;

import io.bailiwick.keycloak.issue.AgentServiceDirectory;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.utils.AuthorizeClientUtil;
import org.keycloak.util.JsonSerialization;

/**
 * {@code POST /realms/{realm}/bailiwick/revocations}: what an agent service, authenticated as at
 * the token endpoint, has to hear since its cursor. A request that waits holds no thread, no
 * database connection and no Keycloak session: all of that is done with before it begins to wait.
 * One serves one request.
 */
public final class RevocationsEndpoint {
  private static final int RETRY_SECONDS = 5;

  /**
   * As far as the clocks of two nodes are apart at most, as everywhere a token's iat is looked at.
   */
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(10);

  private static final int GONE = 410;
  private static final int TOO_MANY = 429;

  private final KeycloakSession session;
  private final RealmModel realm;
  private final EventBuilder event;

  public RevocationsEndpoint(KeycloakSession session) {
    this.session = session;
    this.realm = session.getContext().getRealm();
    this.event =
        new EventBuilder(realm, session, session.getContext().getConnection())
            .event(EventType.OAUTH2_EXTENSION_GRANT)
            .detail("bailiwick_event", "revocations_refused");
  }

  /** With a form. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public CompletionStage<Response> form() {
    try {
      return answer();
    } catch (WebApplicationException e) {
      // once it is asynchronous, nobody maps what is thrown
      return CompletableFuture.completedFuture(unauthenticated(e.getResponse()));
    }
  }

  /** With anything else. */
  @POST
  @Consumes(MediaType.WILDCARD)
  public Response other() {
    return refused(400, OAuthErrorException.INVALID_REQUEST, "the body is no form");
  }

  private CompletionStage<Response> answer() {
    if (!realm.isEnabled() || !isSecureEnough()) {
      return now(
          refused(
              403, OAuthErrorException.ACCESS_DENIED, "the realm is not to be had in this way"));
    }
    ClientModel client = AuthorizeClientUtil.authorizeClient(session, event, null).getClient();
    event.client(client);
    if (client.isPublicClient()
        || !AgentServiceDirectory.of(session, realm).contains(client.getId())) {
      event.detail(Details.REASON, "no_agent_service").error(OAuthErrorException.ACCESS_DENIED);
      return now(refused(403, OAuthErrorException.ACCESS_DENIED, "the client is no agent service"));
    }
    @Nullable RevocationFeed feed = RevocationListenerFactory.feed(session);
    if (feed == null) {
      return now(busy(503));
    }
    try {
      return read(
          feed,
          client,
          RevocationsRequest.of(session.getContext().getHttpRequest().getDecodedFormParameters()));
    } catch (RevocationsRequest.Malformed e) {
      return now(refused(400, OAuthErrorException.INVALID_REQUEST, String.valueOf(e.getMessage())));
    } catch (RevocationFeed.TooBusy e) {
      return now(busy(e.busy() == RevocationFeed.Busy.SERVICE ? TOO_MANY : 503));
    }
  }

  private CompletionStage<Response> read(
      RevocationFeed feed, ClientModel client, RevocationsRequest request)
      throws RevocationFeed.TooBusy {
    if (request.cursor().isEmpty()) {
      return now(
          answer(
              request.fromOldest() ? feed.oldest(realm.getId(), client.getId()) : feed.present()));
    }
    return feed.read(request.cursor().get(), realm.getId(), client.getId(), request.patience())
        .thenApply(RevocationsEndpoint::answer);
  }

  private static CompletionStage<Response> now(Response response) {
    return CompletableFuture.completedFuture(response);
  }

  private boolean isSecureEnough() {
    return "https".equals(session.getContext().getUri().getBaseUri().getScheme())
        || !realm.getSslRequired().isRequired(session.getContext().getConnection());
  }

  /** Whatever was wrong with the authentication is one answer; a fault of the server is its own. */
  private static Response unauthenticated(Response response) {
    return response.getStatus() >= 500
        ? busy(503)
        : refused(
            401, OAuthErrorException.INVALID_CLIENT, "the client's own authentication is needed");
  }

  private static Response answer(Reading reading) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (reading.gone()) {
      body.put(OAuth2Constants.ERROR, "cursor_gone");
      body.put("cursor", reading.cursor().text());
      return plain(GONE, body).build();
    }
    body.put("cursor", reading.cursor().text());
    body.put("revocations", reading.revocations().stream().map(Revocation::json).toList());
    if (reading.more()) {
      body.put("more", true);
    }
    reading
        .completeSince()
        .ifPresent(since -> body.put("complete_since", since.plus(CLOCKS_DIFFER).getEpochSecond()));
    return plain(200, body).build();
  }

  private static Response refused(int status, String error, String description) {
    return plain(status, error(error, description)).build();
  }

  private static Response busy(int status) {
    return plain(
            status, error(status == TOO_MANY ? "rate_limited" : "unavailable", "come again later"))
        .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
        .build();
  }

  private static Map<String, Object> error(String error, String description) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(OAuth2Constants.ERROR, error);
    body.put(OAuth2Constants.ERROR_DESCRIPTION, description);
    return body;
  }

  /** Written here, since no Keycloak session is left when a waiter is answered. */
  private static Response.ResponseBuilder plain(int status, Map<String, Object> body) {
    return Response.status(status)
        .entity(JsonSerialization.valueAsString(body))
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
