package io.bailiwick.sample;

import io.bailiwick.adapter.connect.ClientPreset;
import io.bailiwick.adapter.handle.ClientAuthentication;
import io.bailiwick.adapter.limit.AttemptLimits;
import io.bailiwick.adapter.limit.Limit;
import io.bailiwick.adapter.limit.Rate;
import io.bailiwick.adapter.limit.TrustedProxies;
import io.bailiwick.scope.MalformedPath;
import io.bailiwick.scope.ResourceUri;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the sample agent service is told. Immutable; usually {@link #read} from the environment.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 takes a free one
 * @param issuer the issuer whose tokens are taken, exactly as it writes itself
 * @param audience this service's client id there
 * @param resource this service's resource URI; where empty, {@code http://localhost:} and the port
 * @param allowedOrigins origins whose pages may read answers
 * @param envelopedLists whether a list comes as {@code {"agents":[...]}} rather than as an array
 * @param hiddenIsNotFound whether an agent that the caller may not see is a 404 rather than a 403
 * @param webClient the public client that the page logs in with
 * @param dpop whether tokens that are bound to a DPoP key (RFC 9449) are taken
 * @param dpopNonce whether each DPoP proof must hold a nonce of this service
 * @param client how this service proves to the issuer which client it is, to redeem tickets; where
 *     empty, none are taken
 * @param connections what connections are held to
 * @param attempts how often callers may try
 * @param clients which clients its sockets are for
 */
public record SampleSettings(
    String host,
    int port,
    String issuer,
    String audience,
    Optional<ResourceUri> resource,
    Set<String> allowedOrigins,
    boolean envelopedLists,
    boolean hiddenIsNotFound,
    String webClient,
    Dpop dpop,
    boolean dpopNonce,
    Optional<ClientAuthentication> client,
    Connections connections,
    Attempts attempts,
    Clients clients) {

  /** Which clients its sockets are for. */
  public enum Clients {
    STANDARD,
    CLOUDFLARE,
    AGNO,
    RIVET;

    ClientPreset preset() {
      return switch (this) {
        case STANDARD -> ClientPreset.standard();
        case CLOUDFLARE -> ClientPreset.cloudflare();
        case AGNO -> ClientPreset.agno();
        case RIVET -> ClientPreset.rivet();
      };
    }
  }

  /**
   * What connections are held to.
   *
   * @param grace how long after its token's expiry one is kept for a refresh
   * @param perCaller how many a caller may have at once
   * @param perAgent how many there may be to an agent at once
   * @param logoutClients clients whose logout tokens come here, beside this service's own
   * @param feed whether the issuer's feed of revocations is followed
   */
  public record Connections(
      Duration grace, int perCaller, int perAgent, Set<String> logoutClients, Feed feed) {
    public Connections {
      logoutClients = Set.copyOf(logoutClients);
    }
  }

  /** Whether the issuer's feed of revocations is followed. */
  public enum Feed {
    /** What is revoked comes by logout tokens and administrators only. */
    OFF,
    /** And nobody is let in while it is lost. */
    FOLLOWED,
    /** And callers are let in while it is lost. */
    FOLLOWED_GO_ON_WHEN_LOST
  }

  /**
   * How often callers may try.
   *
   * @param failuresPerAddress bad credentials that an address may send
   * @param perCaller connections that a caller may open or refresh
   * @param perAgent connections that may be opened to an agent
   * @param perAddress connections that the callers of an address may open
   * @param requestsPerCaller requests that a caller may send; not limited where empty
   * @param proxies whose {@code X-Forwarded-For} says where a client comes from
   */
  public record Attempts(
      Rate failuresPerAddress,
      Rate perCaller,
      Rate perAgent,
      Rate perAddress,
      Optional<Rate> requestsPerCaller,
      TrustedProxies proxies) {

    private static Attempts read(Map<String, String> environment) {
      return new Attempts(
          rate(environment, "BAILIWICK_FAILURES_PER_ADDRESS", Limit.FAILURES_OF_ADDRESS),
          rate(environment, "BAILIWICK_ATTEMPTS_PER_CALLER", Limit.CONNECTIONS_OF_CALLER),
          rate(environment, "BAILIWICK_ATTEMPTS_PER_AGENT", Limit.CONNECTIONS_TO_AGENT),
          rate(environment, "BAILIWICK_ATTEMPTS_PER_ADDRESS", Limit.CONNECTIONS_OF_ADDRESS),
          Optional.ofNullable(environment.get("BAILIWICK_REQUESTS_PER_CALLER"))
              .map(text -> perMinute("BAILIWICK_REQUESTS_PER_CALLER", text)),
          proxies(environment.getOrDefault("BAILIWICK_TRUSTED_PROXIES", "")));
    }

    /** How often, for a gate that goes by that clock. */
    AttemptLimits limits(Clock clock) {
      AttemptLimits.Builder limits =
          AttemptLimits.builder()
              .clock(clock)
              .limit(Limit.FAILURES_OF_ADDRESS, failuresPerAddress)
              .limit(Limit.CONNECTIONS_OF_CALLER, perCaller)
              .limit(Limit.CONNECTIONS_TO_AGENT, perAgent)
              .limit(Limit.CONNECTIONS_OF_ADDRESS, perAddress);
      requestsPerCaller.ifPresent(rate -> limits.limit(Limit.REQUESTS_OF_CALLER, rate));
      return limits.build();
    }

    private static Rate rate(Map<String, String> environment, String name, Limit limit) {
      String text = environment.get(name);
      return text == null ? limit.standard().orElseThrow() : perMinute(name, text);
    }

    private static Rate perMinute(String name, String text) {
      try {
        return Rate.perMinute(Long.parseLong(text));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(name + " is a number a minute, from 1 to 1000000");
      }
    }

    private static TrustedProxies proxies(String text) {
      try {
        return TrustedProxies.of(commaSeparated(text));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "BAILIWICK_TRUSTED_PROXIES are addresses and networks, separated by commas");
      }
    }
  }

  /** Whether tokens that are bound to a DPoP key are taken. */
  public enum Dpop {
    /** Bearer tokens only; a bound one is refused. */
    OFF,
    /** Beside bearer tokens. */
    ACCEPTED,
    /** And no bearer tokens. */
    REQUIRED
  }

  /** The longest request body that is taken, in bytes. */
  static final int MAX_BODY_BYTES = 64 * 1024;

  /** The longest WebSocket message that is taken, in bytes. */
  static final int MAX_MESSAGE_BYTES = 16 * 1024;

  /** After how long without a frame a WebSocket is closed. */
  static final Duration IDLE_TIMEOUT = Duration.ofMinutes(10);

  /**
   * @throws IllegalArgumentException where the port is none, or the issuer or audience is missing,
   *     or the client is with which to follow a feed
   */
  public SampleSettings {
    if (connections.feed() != Feed.OFF && client.isEmpty()) {
      throw new IllegalArgumentException(
          "BAILIWICK_REVOCATION_FEED is followed as a client: say BAILIWICK_CLIENT_SECRET, too");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("A port is from 0 to 65535");
    }
    if (issuer.isBlank() || audience.isBlank() || host.isBlank()) {
      throw new IllegalArgumentException("The issuer, the audience and the host must be said");
    }
    allowedOrigins = Set.copyOf(new LinkedHashSet<>(allowedOrigins));
  }

  /**
   * Reads {@code BAILIWICK_SAMPLE_HOST} (127.0.0.1), {@code BAILIWICK_SAMPLE_PORT} (7777), {@code
   * BAILIWICK_ISSUER} (realm {@code agents} on localhost at {@code BAILIWICK_KEYCLOAK_PORT}, 8080),
   * {@code BAILIWICK_AUDIENCE} (research-os), {@code BAILIWICK_RESOURCE}, {@code
   * BAILIWICK_ALLOWED_ORIGINS} (separated by commas), {@code BAILIWICK_ENVELOPED_LISTS}, {@code
   * BAILIWICK_HIDDEN_IS_NOT_FOUND}, {@code BAILIWICK_WEB_CLIENT} (demo-web), {@code BAILIWICK_DPOP}
   * (off; accepted or required), {@code BAILIWICK_DPOP_NONCE}, {@code BAILIWICK_CLIENT_SECRET} (of
   * the client that is the audience; with it, tickets are taken), {@code
   * BAILIWICK_CONNECTION_GRACE} (seconds, 25), {@code BAILIWICK_CONNECTIONS_PER_CALLER} (100),
   * {@code BAILIWICK_CONNECTIONS_PER_AGENT} (10000), {@code BAILIWICK_LOGOUT_CLIENTS} (client ids,
   * separated by commas), {@code BAILIWICK_REVOCATION_FEED} (off; followed or
   * followed-go-on-when-lost) and {@code BAILIWICK_CLIENTS} (standard; cloudflare, agno or rivet);
   * a minute, {@code BAILIWICK_FAILURES_PER_ADDRESS}, {@code BAILIWICK_ATTEMPTS_PER_CALLER}, {@code
   * BAILIWICK_ATTEMPTS_PER_AGENT}, {@code BAILIWICK_ATTEMPTS_PER_ADDRESS} (as {@link Limit} has
   * them) and {@code BAILIWICK_REQUESTS_PER_CALLER} (not limited); and {@code
   * BAILIWICK_TRUSTED_PROXIES} (addresses and networks, separated by commas). Other names are
   * passed over.
   *
   * @throws IllegalArgumentException where one can't be understood; says which, never its value
   */
  public static SampleSettings read(Map<String, String> environment) {
    String keycloakPort = environment.getOrDefault("BAILIWICK_KEYCLOAK_PORT", "8080");
    return new SampleSettings(
        environment.getOrDefault("BAILIWICK_SAMPLE_HOST", "127.0.0.1"),
        port(environment.getOrDefault("BAILIWICK_SAMPLE_PORT", "7777")),
        environment.getOrDefault(
            "BAILIWICK_ISSUER", "http://localhost:" + keycloakPort + "/realms/agents"),
        environment.getOrDefault("BAILIWICK_AUDIENCE", "research-os"),
        Optional.ofNullable(environment.get("BAILIWICK_RESOURCE")).map(SampleSettings::resource),
        commaSeparated(environment.getOrDefault("BAILIWICK_ALLOWED_ORIGINS", "")),
        flag(environment, "BAILIWICK_ENVELOPED_LISTS"),
        flag(environment, "BAILIWICK_HIDDEN_IS_NOT_FOUND"),
        environment.getOrDefault("BAILIWICK_WEB_CLIENT", "demo-web"),
        dpop(environment.getOrDefault("BAILIWICK_DPOP", "off")),
        flag(environment, "BAILIWICK_DPOP_NONCE"),
        client(environment),
        new Connections(
            Duration.ofSeconds(count(environment, "BAILIWICK_CONNECTION_GRACE", 25, 0)),
            count(environment, "BAILIWICK_CONNECTIONS_PER_CALLER", 100, 1),
            count(environment, "BAILIWICK_CONNECTIONS_PER_AGENT", 10_000, 1),
            commaSeparated(environment.getOrDefault("BAILIWICK_LOGOUT_CLIENTS", "")),
            feed(environment.getOrDefault("BAILIWICK_REVOCATION_FEED", "off"))),
        Attempts.read(environment),
        clients(environment.getOrDefault("BAILIWICK_CLIENTS", "standard")));
  }

  /**
   * Reads the process's environment; a system property {@code bailiwick.sample.port} overrides the
   * variable {@code BAILIWICK_SAMPLE_PORT}, and so on.
   */
  public static SampleSettings ofProcess() {
    Map<String, String> all = new HashMap<>(System.getenv());
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith("bailiwick.")) {
        all.put(name.toUpperCase(Locale.ROOT).replace('.', '_'), System.getProperty(name));
      }
    }
    return read(all);
  }

  private static ResourceUri resource(String text) {
    try {
      return ResourceUri.parse(text);
    } catch (MalformedPath e) {
      throw new IllegalArgumentException("BAILIWICK_RESOURCE is an absolute http or https URI", e);
    }
  }

  private static Feed feed(String text) {
    return switch (text) {
      case "off" -> Feed.OFF;
      case "followed" -> Feed.FOLLOWED;
      case "followed-go-on-when-lost" -> Feed.FOLLOWED_GO_ON_WHEN_LOST;
      default ->
          throw new IllegalArgumentException(
              "BAILIWICK_REVOCATION_FEED is off, followed or followed-go-on-when-lost");
    };
  }

  private static Dpop dpop(String text) {
    return switch (text) {
      case "off" -> Dpop.OFF;
      case "accepted" -> Dpop.ACCEPTED;
      case "required" -> Dpop.REQUIRED;
      default -> throw new IllegalArgumentException("BAILIWICK_DPOP is off, accepted or required");
    };
  }

  private static Clients clients(String text) {
    return switch (text) {
      case "standard" -> Clients.STANDARD;
      case "cloudflare" -> Clients.CLOUDFLARE;
      case "agno" -> Clients.AGNO;
      case "rivet" -> Clients.RIVET;
      default ->
          throw new IllegalArgumentException(
              "BAILIWICK_CLIENTS is standard, cloudflare, agno or rivet");
    };
  }

  private static Optional<ClientAuthentication> client(Map<String, String> environment) {
    String secret = environment.get("BAILIWICK_CLIENT_SECRET");
    if (secret == null) {
      return Optional.empty();
    }
    if (secret.isBlank()) {
      throw new IllegalArgumentException("BAILIWICK_CLIENT_SECRET is empty; leave it out instead");
    }
    String audience = environment.getOrDefault("BAILIWICK_AUDIENCE", "research-os");
    return Optional.of(ClientAuthentication.secret(audience, secret));
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("BAILIWICK_SAMPLE_PORT is a number from 0 to 65535");
    }
  }

  private static int count(Map<String, String> environment, String name, int otherwise, int least) {
    try {
      int count = Integer.parseInt(environment.getOrDefault(name, Integer.toString(otherwise)));
      if (count >= least) {
        return count;
      }
    } catch (NumberFormatException e) {
      // as below
    }
    throw new IllegalArgumentException(name + " is a number from " + least + " on");
  }

  private static Set<String> commaSeparated(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static boolean flag(Map<String, String> environment, String name) {
    return switch (environment.getOrDefault(name, "false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(name + " is true or false");
    };
  }
}
