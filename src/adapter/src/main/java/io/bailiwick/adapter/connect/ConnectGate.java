package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.limit.AttemptLimits;
import io.bailiwick.adapter.limit.TrustedProxies;
import io.bailiwick.adapter.route.RouteMap;
import io.bailiwick.adapter.token.CallerVerifier;
import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.adapter.token.SecurityKey;
import io.bailiwick.scope.AgentPath;
import io.bailiwick.scope.Scope;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one door: finds the credential, verifies it, decides by route, scope and binding. Immutable
 * and thread-safe.
 *
 * <p>Nothing is decided before verification, so that nobody learns without a token which routes
 * there are; only a path that can't be read safely (400) and a public route come before it. Who
 * tries too often is refused as the {@link AttemptLimits} have it, those that are standard where
 * none are set. What nobody expected, an exception from a key source or a listener included, admits
 * nobody: it is masked as {@code internal_error} and logged under an id.
 */
public final class ConnectGate {
  private final GateSettings settings;
  private final CredentialFinder credentials;
  private final RequestDecisions requests;
  private final ConnectionDecisions connections;
  private final ErrorVoice voice;

  private ConnectGate(GateSettings settings, ErrorVoice voice) {
    this.settings = settings;
    this.voice = voice;
    boolean dpop = settings.verifier().proofs().offer().takes(Presentation.Scheme.DPOP);
    this.credentials = new CredentialFinder(settings.places(), dpop);
    Attempts attempts = new Attempts(settings.limits());
    Authentication authentication =
        new Authentication(settings.verifier(), settings.places(), attempts);
    this.requests = new RequestDecisions(settings, credentials, attempts, authentication);
    this.connections = new ConnectionDecisions(settings, credentials, attempts, authentication);
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * Decides one HTTP request.
   *
   * @throws Refused where it may not pass
   */
  public Admission admit(ConnectRequest request) {
    return requests.admit(request, Optional.empty(), this);
  }

  /**
   * Decides where the service sends a request on to within itself: what proves a token is good for
   * one request, and for that it was used. The caller is the one whom this gate has verified for an
   * earlier part of the request, be it for a public route after that; only its time is looked at
   * again, then routes, scopes and binding. Where nobody was verified yet, as {@link #admit}.
   *
   * @param earlier what this very gate answered for this very request; a binding keeps it with the
   *     request and nowhere else
   * @throws Refused where it may not pass, and where the caller has expired or was revoked
   *     meanwhile
   * @throws IllegalArgumentException where another gate has answered it
   */
  public Admission admitAgain(ConnectRequest request, Admission earlier) {
    return requests.admit(request, earlier.verifiedBy(this), this);
  }

  /**
   * Decides a connection to the agent instance that the path names. It needs the connect action
   * ({@code agents:run} by default) on that agent, and a token that is bound to no other.
   *
   * @throws Refused where it may not be opened
   */
  public AgentConnection open(ConnectRequest request) {
    return connections.open(request);
  }

  /**
   * Decides whether a connection goes on with a newer token: as {@link #open}, to the agent that it
   * leads to. Whose the token is, and whether it is newer, the connection looks at itself.
   *
   * @param presentation a token, or a ticket as if it were one, where the service takes tickets;
   *     the ticket of a page is good for the page that opened the connection. One that says that it
   *     was redeemed is refused: that is for the gate to say
   * @throws Refused where a connection could not be opened with it
   */
  public AgentConnection renew(AgentConnection earlier, Presentation presentation) {
    return connections.renew(earlier, presentation);
  }

  /**
   * Whether a socket may be opened before its credential has come: where the service takes it from
   * the first message, and the request leads to an agent and carries no credential at all.
   *
   * @return empty where the socket is for {@link #open} to decide
   */
  public Optional<AwaitedCredential> awaitCredential(ConnectRequest request) {
    return connections.await(request);
  }

  /**
   * What a client says about the connection that it asks for, where the service reads connection
   * parameters; without the credential that may be in them.
   *
   * @throws Refused where they are malformed, or larger than {@link ConnectionParams#MAX_BYTES}
   */
  public ConnectionParams params(ConnectRequest request) {
    return credentials.params(request, true);
  }

  /**
   * The WebSocket subprotocol to answer with, where the client has offered the one that this
   * service speaks. Never one that carries anything: whatever else was offered is not to be echoed.
   */
  public Optional<String> subprotocol(ConnectRequest request) {
    return credentials.spoken(request);
  }

  /**
   * A socket's query string as it may be logged or handed on: without the parameters that may hold
   * a credential, be it one that is not taken here.
   */
  public String queryWithoutCredentials(String rawQuery) {
    return credentials.query().withoutCredentials(rawQuery);
  }

  /**
   * What an exception means to the caller: a {@link Refused}'s refusal; what it can't read or
   * verify; and for all else a masked internal error, logged under an id.
   */
  public Refusal refusalFor(Throwable cause) {
    return RefusalTable.refusalFor(cause);
  }

  /**
   * What the caller's next DPoP proof must hold (RFC 9449, 8.2), to be sent as {@code DPoP-Nonce}
   * with an answer; empty where no nonce is asked for. A refusal's answer has it already.
   */
  public Optional<String> dpopNonce() {
    return settings.verifier().proofs().dpopNonce();
  }

  /** Which clients its sockets are for, and how those are told that they may not. */
  public ClientPreset clients() {
    return settings.clients();
  }

  /** A refusal as this service puts it to its callers. */
  public Answer answer(Refusal refusal) {
    return voice.answer(refusal);
  }

  /** Every route with what it requires, and how connections are decided; for the start. */
  public List<String> describe() {
    return settings.describe();
  }

  /** How often who may try: to be shown at the start, and measured. */
  public AttemptLimits limits() {
    return settings.limits();
  }

  /** Every setting that loosens a check; for the start. */
  public List<String> loosened() {
    return settings.loosened();
  }

  /** Setting a thing twice is an error. Not thread-safe. */
  public static final class Builder {
    private @Nullable CallerVerifier verifier;
    private @Nullable RouteMap routes;
    private @Nullable String realm;
    private @Nullable String resourceMetadata;
    private @Nullable ErrorFormat errorFormat;
    private @Nullable String connectAction;
    private @Nullable String hiddenUnless;
    private @Nullable CredentialPlaces places;
    private @Nullable ClientPreset clients;
    private @Nullable TrustedProxies trustedProxies;
    private @Nullable AttemptLimits limits;
    private @Nullable DecisionListener listener;
    private @Nullable Clock clock;

    private Builder() {}

    /** Required. */
    public Builder verifier(CallerVerifier verifier) {
      once(this.verifier, "The verifier");
      this.verifier = verifier;
      return this;
    }

    /** Required. */
    public Builder routes(RouteMap routes) {
      once(this.routes, "The route map");
      this.routes = routes;
      return this;
    }

    /** The challenge's {@code realm}; {@code agents} where none is set. */
    public Builder realm(String realm) {
      once(this.realm, "The realm");
      if (realm.isEmpty() || !realm.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
        throw new IllegalArgumentException("A realm is printable ASCII");
      }
      this.realm = realm;
      return this;
    }

    /**
     * Where the service's metadata is (RFC 9728), as an absolute URL. A client that is refused
     * learns from it where to get a token.
     */
    public Builder resourceMetadata(URI url) {
      once(this.resourceMetadata, "The resource metadata URL");
      boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      if (!web || url.getHost() == null || url.getRawFragment() != null) {
        throw new IllegalArgumentException(
            "The resource metadata URL is an absolute http(s) URL without a fragment");
      }
      this.resourceMetadata = url.toASCIIString();
      return this;
    }

    /** {@link ErrorFormat#GROUP_CODE} where none is set. */
    public Builder errorFormat(ErrorFormat format) {
      once(this.errorFormat, "The error format");
      this.errorFormat = format;
      return this;
    }

    /** What a connection to an agent needs on that agent; {@code run} where none is set. */
    public Builder connectAction(String action) {
      once(this.connectAction, "The connect action");
      Scope.global(AgentPath.FAMILY, action);
      this.connectAction = action;
      return this;
    }

    /**
     * Answers 404 instead of 403 about a resource that the caller may not even do {@code action}
     * (say {@code read}) to, so that it does not learn whether there is one.
     */
    public Builder hiddenAsNotFound(String action) {
      once(this.hiddenUnless, "Hidden as not found");
      Scope.global(AgentPath.FAMILY, action);
      this.hiddenUnless = action;
      return this;
    }

    /** Where credentials may be; {@link CredentialPlaces#standard()} where none are set. */
    public Builder credentials(CredentialPlaces places) {
      once(this.places, "Where credentials may be");
      this.places = places;
      return this;
    }

    /** How often who may try; {@link AttemptLimits#standard()} where none are set. */
    public Builder limits(AttemptLimits limits) {
      once(this.limits, "The limits");
      this.limits = limits;
      return this;
    }

    /**
     * Which clients its sockets are for; {@link ClientPreset#standard()} where none are set. What
     * that loosens is listed with the rest.
     */
    public Builder clients(ClientPreset preset) {
      once(this.clients, "Which clients its sockets are for");
      this.clients = preset;
      return this;
    }

    /**
     * Loosens: takes the word of these proxies for where a client comes from. For a service that
     * only they reach; without it every client behind a proxy is the proxy.
     */
    public Builder trustedProxies(TrustedProxies proxies) {
      once(this.trustedProxies, "The trusted proxies");
      this.trustedProxies = proxies;
      return this;
    }

    /** By which callers expire; the same as the verifier's. The system's where none is set. */
    public Builder clock(Clock source) {
      once(this.clock, "The clock");
      this.clock = source;
      return this;
    }

    /** Hears of every decision; none where none is set. */
    public Builder listener(DecisionListener listener) {
      once(this.listener, "The listener");
      this.listener = listener;
      return this;
    }

    /**
     * @throws IllegalStateException where something required is not set
     */
    public ConnectGate build() {
      if (verifier == null || routes == null) {
        throw new IllegalStateException("A gate needs a verifier and a route map");
      }
      if (verifier instanceof SecurityKey && places != null && places.standForCallers()) {
        throw new IllegalStateException(
            "A security key proves no person, so it can't stand for a session, a ticket or an API"
                + " key: take those out, or verify tokens");
      }
      ClientPreset preset = clients == null ? ClientPreset.standard() : clients;
      ErrorVoice voice =
          new ErrorVoice(
              realm == null ? "agents" : realm,
              Optional.ofNullable(resourceMetadata),
              errorFormat == null ? preset.errorFormat() : errorFormat,
              verifier.proofs());
      GateSettings settings =
          new GateSettings(
              verifier,
              routes,
              preset,
              preset.places(places == null ? CredentialPlaces.standard() : places),
              trustedProxies == null ? TrustedProxies.none() : trustedProxies,
              limits == null ? AttemptLimits.standard() : limits,
              listener == null ? DecisionListener.NONE : listener,
              connectAction == null ? "run" : connectAction,
              Optional.ofNullable(hiddenUnless),
              clock == null ? Clock.systemUTC() : clock);
      return new ConnectGate(settings, voice);
    }

    private static void once(@Nullable Object value, String what) {
      if (value != null) {
        throw new IllegalStateException(what + " is set twice");
      }
    }
  }
}
