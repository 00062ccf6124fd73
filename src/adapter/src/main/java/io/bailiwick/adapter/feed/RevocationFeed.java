package io.bailiwick.adapter.feed;

import io.bailiwick.adapter.handle.ClientAuthentication;
import io.bailiwick.adapter.internal.WebAddress;
import io.bailiwick.adapter.life.Revocations;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.RevocationCheck;
import io.bailiwick.adapter.token.RevocationsUnavailable;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Follows the revocation feed of a Keycloak realm with Bailiwick's providers, as this service, and
 * tells {@link Revocations} what is revoked there: a logout, a person or client that is disabled, a
 * right that is taken away, a not-before that is pushed. One daemon thread, and one request that
 * the issuer holds until there is something.
 *
 * <p><b>At the start</b> nothing is known, and nobody is let in ({@link RevocationsUnavailable}, a
 * 503) until the issuer has told all that it remembers. Tokens that were issued before its memory
 * begins are refused as too old, and a fresh one will do: so none that was revoked before this
 * service started comes in.
 *
 * <p><b>Where the feed is lost</b>, it is asked for again, ever more seldom and at random times,
 * from where it was. Once the last answer is older than a minute, unless told, nobody is let in any
 * more, until there is one; connections that are open live on to their expiry. {@link
 * Builder#goOnWhenLost()} has it otherwise, and is listed among what loosens.
 *
 * <p><b>Where the issuer can't tell</b> what was revoked since the last answer, older tokens are
 * refused as too old, and connections that came with one must bring a newer one within their time
 * of grace.
 *
 * <p>No token, secret or value of a revocation is in a log, an error or a metric. Thread-safe.
 */
public final class RevocationFeed implements RevocationCheck, AutoCloseable {
  private final Builder settings;
  private final URI endpoint;
  private final FeedProgress progress;
  private final Follower follower;

  private RevocationFeed(Builder settings, ClientAuthentication client, Revocations revocations) {
    this.settings = settings;
    this.endpoint = settings.endpoint;
    Clock clock = settings.clock == null ? Clock.systemUTC() : settings.clock;
    this.progress = new FeedProgress(clock, settings.lostAfter());
    this.follower =
        new Follower(
            settings.issuer,
            new FeedRequest(endpoint, client, settings.slack, settings.tls),
            settings.hold(),
            revocations,
            progress,
            clock,
            new Backoff(settings.firstPause, settings.longestPause, Math::random));
  }

  /** Of a Keycloak realm, by its issuer name. */
  public static Builder ofIssuer(String issuer) {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return new Builder(issuer, URI.create(base + "/bailiwick/revocations"));
  }

  /** Of that issuer, at that address. */
  public static Builder at(String issuer, URI endpoint) {
    return new Builder(issuer, endpoint);
  }

  /** Whose revocations they are. */
  public String issuer() {
    return settings.issuer;
  }

  /** How the following is; for health endpoints. */
  public FeedHealth health() {
    return progress.health();
  }

  /**
   * Asked by {@link Revocations#check} of each token that is to be let in; callers of other issuers
   * are none of its business.
   *
   * @throws RevocationsUnavailable where it is lost, unless it goes on then
   */
  @Override
  public void check(Caller caller) {
    if (!settings.goOnWhenLost && settings.issuer.equals(caller.issuer()) && progress.isLost()) {
      throw new RevocationsUnavailable(Duration.ofSeconds(5));
    }
  }

  @Override
  public List<String> loosened() {
    List<String> loosened = new ArrayList<>();
    if (settings.goOnWhenLost) {
      loosened.add(
          "goOnWhenLost: while the feed of revocations is lost, and before it is had, tokens are"
              + " taken that may have been revoked (issuer "
              + settings.issuer
              + ")");
    }
    if (settings.isOpenToOthers()) {
      loosened.add("allowPlainHttp: revocations are followed at " + endpoint + " without TLS");
    }
    return List.copyOf(loosened);
  }

  /**
   * Follows no more. What is known ages from now on, so that soon nobody is let in: whoever is to
   * follow instead tells other {@link Revocations}.
   */
  @Override
  public void close() {
    follower.close();
  }

  /** Where, and nothing else. */
  @Override
  public String toString() {
    return "RevocationFeed[" + endpoint + "]";
  }

  /**
   * Demands a client authentication and where to tell. Setting a thing twice is an error. Not
   * thread-safe.
   */
  public static final class Builder {
    /** The longest that an issuer holds a request. */
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(25);

    private final String issuer;
    private final URI endpoint;
    private @Nullable ClientAuthentication client;
    private @Nullable Revocations revocations;
    private @Nullable Clock clock;
    private @Nullable Duration hold;
    private @Nullable Duration lostAfter;
    private @Nullable SSLContext tls;
    private boolean plainHttp;
    private boolean goOnWhenLost;
    private Duration slack = Duration.ofSeconds(10);
    private Duration firstPause = Duration.ofMillis(500);
    private Duration longestPause = Duration.ofSeconds(15);

    private Builder(String issuer, URI endpoint) {
      if (issuer.isBlank() || !WebAddress.isPlain(endpoint)) {
        throw new IllegalArgumentException(
            "A feed is of an issuer, at an absolute https URI, without userinfo or fragment");
      }
      this.issuer = issuer;
      this.endpoint = endpoint;
    }

    /** Required: as which client this service follows. */
    public Builder client(ClientAuthentication authentication) {
      once(client, "client");
      client = authentication;
      return this;
    }

    /**
     * Required: whom to tell. They ask the feed, too, from the moment that it is built: whoever
     * asks them whether a token stands is refused while that can't be known.
     */
    public Builder revocations(Revocations told) {
      once(revocations, "revocations");
      revocations = told;
      return this;
    }

    /** The one that the verifier goes by; the system's unless told. */
    public Builder clock(Clock source) {
      once(clock, "clock");
      clock = source;
      return this;
    }

    /**
     * For how long the issuer may hold a request, in whole seconds; 25 unless told, and at most.
     */
    public Builder hold(Duration most) {
      once(hold, "hold");
      if (most.toSeconds() < 1 || most.compareTo(LONGEST_HOLD) > 0) {
        throw new IllegalArgumentException("A request is held for 1 to 25 seconds");
      }
      hold = most;
      return this;
    }

    /**
     * How old the last answer may be before the feed counts as lost; a minute unless told. More
     * than a request is held for, or it would be lost while all is well.
     */
    public Builder lostAfter(Duration age) {
      once(lostAfter, "lostAfter");
      lostAfter = age;
      return this;
    }

    /**
     * Loosens: lets callers in while it is not known what has been revoked, be it that the feed is
     * lost or that it is not there yet.
     */
    public Builder goOnWhenLost() {
      goOnWhenLost = true;
      return this;
    }

    /** Whose certificates are trusted; the JDK's unless told. */
    public Builder tls(SSLContext context) {
      once(tls, "tls");
      tls = context;
      return this;
    }

    /**
     * Loosens: follows by plain http on another machine than this, so that whoever is in between
     * reads the service's secret, and keeps from it what has been revoked.
     */
    public Builder allowPlainHttp() {
      plainHttp = true;
      return this;
    }

    /** For tests: how long an answer may take beside what it is held for, and the pauses. */
    Builder pace(Duration answer, Duration first, Duration longest) {
      slack = answer;
      firstPause = first;
      longestPause = longest;
      return this;
    }

    /**
     * Starts to follow.
     *
     * @throws IllegalStateException where the client or the revocations are missing, the address is
     *     another machine by plain http, or the feed would count as lost between two answers
     */
    public RevocationFeed start() {
      if (client == null || revocations == null) {
        throw new IllegalStateException(
            "Say as which client to follow, and whom to tell: client(…) and revocations(…)");
      }
      if (!WebAddress.isTls(endpoint) && !WebAddress.isLoopback(endpoint) && !plainHttp) {
        throw new IllegalStateException(
            "A feed is followed by https; on another machine by http, call allowPlainHttp()");
      }
      if (lostAfter().compareTo(hold()) <= 0) {
        throw new IllegalStateException(
            "The last answer may be older than a request is held for: lostAfter is more than hold");
      }
      RevocationFeed feed = new RevocationFeed(this, client, revocations);
      revocations.ask(feed);
      feed.follower.start();
      return feed;
    }

    private Duration hold() {
      return hold == null ? LONGEST_HOLD : hold;
    }

    private Duration lostAfter() {
      return lostAfter == null ? Duration.ofMinutes(1) : lostAfter;
    }

    private boolean isOpenToOthers() {
      return plainHttp && !WebAddress.isTls(endpoint) && !WebAddress.isLoopback(endpoint);
    }

    private static void once(@Nullable Object before, String what) {
      if (before != null) {
        throw new IllegalStateException(what + " is set already; set it once");
      }
    }
  }
}
