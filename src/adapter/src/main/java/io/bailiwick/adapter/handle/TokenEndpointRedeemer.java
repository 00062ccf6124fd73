package io.bailiwick.adapter.handle;

import io.bailiwick.adapter.handle.RedeemingUnavailable.Reason;
import io.bailiwick.adapter.internal.LimitedBody;
import io.bailiwick.adapter.internal.WebAddress;
import io.bailiwick.adapter.limit.ClientAddress;
import io.bailiwick.adapter.token.TokenRejected;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Redeems tickets at the issuer's token endpoint, with this service's own client authentication and
 * the grant {@value #GRANT_TYPE}.
 *
 * <p>The calling thread waits, two seconds at most unless told; of all threads sixteen at most,
 * unless told, and whoever comes beyond that is refused at once as {@link Reason#BUSY}. So an
 * issuer that is slow holds up no more than these, and the service goes on serving everybody else.
 * Of those places, no address takes more than half of what the others leave, so that a flood of
 * made-up tickets from one place keeps nobody else out. Nothing is tried twice: a ticket may be
 * used up by a call whose answer is lost. No redirect is followed, and no answer is read beyond 64
 * KiB. Thread-safe.
 */
public final class TokenEndpointRedeemer implements TicketRedeemer {
  /** The grant type of the token request. */
  public static final String GRANT_TYPE = "urn:bailiwick:params:oauth:grant-type:ticket";

  private static final System.Logger LOG = System.getLogger(TokenEndpointRedeemer.class.getName());
  private static final int MAX_BYTES = 64 * 1024;

  /** An origin is short, and one that is not is nobody's. */
  private static final int MAX_ORIGIN = 512;

  private final URI endpoint;
  private final ClientAuthentication client;
  private final Duration timeout;
  private final boolean plainHttp;
  private final FairPlaces atOnce;
  private final HttpClient http;
  private final AtomicReference<@Nullable Reason> lastTold = new AtomicReference<>();

  private TokenEndpointRedeemer(URI endpoint, ClientAuthentication client, Builder told) {
    this.endpoint = endpoint;
    this.client = client;
    this.timeout = told.timeout == null ? Duration.ofSeconds(2) : told.timeout;
    this.plainHttp = told.plainHttp;
    this.atOnce = new FairPlaces(told.atOnce == null ? 16 : told.atOnce);
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout);
    if (told.tls != null) {
      builder.sslContext(told.tls);
    }
    this.http = builder.build();
  }

  /** At the token endpoint of a Keycloak realm, by the realm's issuer name. */
  public static Builder ofIssuer(String issuer) {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return new Builder(URI.create(base + "/protocol/openid-connect/token"));
  }

  /** At that token endpoint. */
  public static Builder at(URI tokenEndpoint) {
    return new Builder(tokenEndpoint);
  }

  /** For no client in particular: it may take any place that is free. */
  @Override
  public String redeem(Ticket ticket, Optional<String> origin) {
    return redeem(ticket, origin, Optional.empty());
  }

  @Override
  public String redeem(Ticket ticket, Optional<String> origin, ClientAddress from) {
    return redeem(ticket, origin, Optional.of(from));
  }

  private String redeem(Ticket ticket, Optional<String> origin, Optional<ClientAddress> from) {
    if (origin.filter(sent -> sent.length() > MAX_ORIGIN).isPresent()) {
      throw new TokenRejected(TokenRejected.Reason.HANDLE_REFUSED);
    }
    if (!atOnce.take(from)) {
      // not told: comes and goes with each call, and is decided as unavailable, which is counted
      throw TokenAnswer.unavailable(Reason.BUSY);
    }
    try {
      String token = TokenAnswer.token(send(request(ticket, origin)));
      lastTold.set(null);
      return token;
    } catch (RedeemingUnavailable e) {
      throw told(e);
    } finally {
      atOnce.give(from);
    }
  }

  @Override
  public List<String> loosened() {
    return plainHttp && !WebAddress.isTls(endpoint) && !WebAddress.isLoopback(endpoint)
        ? List.of("allowPlainHttp: tickets are redeemed at " + endpoint + " without TLS")
        : List.of();
  }

  /** Where, and nothing else. */
  @Override
  public String toString() {
    return "TokenEndpointRedeemer[" + endpoint + "]";
  }

  private HttpRequest request(Ticket ticket, Optional<String> origin) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", GRANT_TYPE);
    form.put("ticket", ticket.text());
    origin.ifPresent(sent -> form.put("origin", sent));
    form.putAll(client.formFields());
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(timeout)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .header("Accept-Encoding", "identity")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    client.authorization().ifPresent(basic -> request.header("Authorization", basic));
    return request.build();
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(
            request,
            head -> new LimitedBody(MAX_BYTES, () -> TokenAnswer.unavailable(Reason.TOO_LARGE)));
    try {
      // the request's own timeout ends with the head; a body may drip for ever
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw TokenAnswer.unavailable(Reason.TIMED_OUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw TokenAnswer.unavailable(Reason.UNREACHABLE);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static RedeemingUnavailable failure(@Nullable Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof RedeemingUnavailable unavailable) {
        return unavailable;
      }
      if (at instanceof HttpTimeoutException) {
        return TokenAnswer.unavailable(Reason.TIMED_OUT);
      }
      if (at instanceof SSLException) {
        return TokenAnswer.unavailable(Reason.TLS_FAILED);
      }
    }
    return TokenAnswer.unavailable(Reason.UNREACHABLE);
  }

  /** Once for each change: whoever tries again and again must not fill the log. */
  private RedeemingUnavailable told(RedeemingUnavailable unavailable) {
    if (lastTold.getAndSet(unavailable.reason()) != unavailable.reason()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Tickets can''t be redeemed at {0}: {1}",
          endpoint,
          unavailable.reason());
    }
    return unavailable;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Demands a client authentication. Setting a thing twice is an error. Not thread-safe. */
  public static final class Builder {
    private final URI endpoint;
    private @Nullable ClientAuthentication client;
    private @Nullable Duration timeout;
    private @Nullable Integer atOnce;
    private @Nullable SSLContext tls;
    private boolean plainHttp;

    private Builder(URI endpoint) {
      if (!WebAddress.isPlain(endpoint)) {
        throw new IllegalArgumentException(
            "Tickets are redeemed at an absolute https URI, without userinfo or fragment");
      }
      this.endpoint = endpoint;
    }

    /** Required: as which client this service redeems. */
    public Builder client(ClientAuthentication authentication) {
      once(client, "client");
      client = authentication;
      return this;
    }

    /** How long one call may take; two seconds unless told. */
    public Builder timeout(Duration most) {
      once(timeout, "timeout");
      if (most.isNegative() || most.isZero()) {
        throw new IllegalArgumentException("A timeout is positive");
      }
      timeout = most;
      return this;
    }

    /**
     * How many calls may run at once, and so how many threads may wait; 16 unless told. Clients of
     * one address have half of them at most.
     */
    public Builder atOnce(int calls) {
      once(atOnce, "atOnce");
      if (calls <= 0) {
        throw new IllegalArgumentException("At least one call may run");
      }
      atOnce = calls;
      return this;
    }

    /** Whose certificates are trusted; the JDK's unless told. */
    public Builder tls(SSLContext context) {
      once(tls, "tls");
      tls = context;
      return this;
    }

    /**
     * Loosens: redeems by plain http from another machine than this, so that whoever is in between
     * reads tickets, tokens and the service's secret.
     */
    public Builder allowPlainHttp() {
      plainHttp = true;
      return this;
    }

    /**
     * @throws IllegalStateException where the client is missing, or the address is another machine
     *     by plain http
     */
    public TokenEndpointRedeemer build() {
      if (client == null) {
        throw new IllegalStateException(
            "No client is set yet: call client(authentication), as which client this service redeems");
      }
      if (!WebAddress.isTls(endpoint) && !WebAddress.isLoopback(endpoint) && !plainHttp) {
        throw new IllegalStateException(
            "Tickets are redeemed by https; for another machine by http, call allowPlainHttp()");
      }
      return new TokenEndpointRedeemer(endpoint, client, this);
    }

    private static void once(@Nullable Object before, String what) {
      if (before != null) {
        throw new IllegalStateException(what + " is set already; set it once");
      }
    }
  }
}
