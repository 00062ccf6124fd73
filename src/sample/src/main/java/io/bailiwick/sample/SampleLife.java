package io.bailiwick.sample;

import io.bailiwick.adapter.feed.FeedMetrics;
import io.bailiwick.adapter.feed.RevocationFeed;
import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.adapter.life.BackChannelLogout;
import io.bailiwick.adapter.life.ConnectionLimits;
import io.bailiwick.adapter.life.ConnectionMetrics;
import io.bailiwick.adapter.life.ConnectionRegistry;
import io.bailiwick.adapter.life.Lifetime;
import io.bailiwick.adapter.life.Revocations;
import io.bailiwick.adapter.metrics.MeasurementSource;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.adapter.token.CallerVerifier;
import io.bailiwick.adapter.token.LogoutTokenVerifier;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The connections that this service has, and what ends them.
 *
 * @param logout empty where nobody is trusted to log out
 * @param feed the issuer's feed of revocations; empty where it is not followed
 */
record SampleLife(
    Revocations revocations,
    ConnectionRegistry registry,
    Optional<BackChannelLogout> logout,
    Optional<RevocationFeed> feed)
    implements AutoCloseable {

  /** Where the issuer sends logout tokens. */
  static final String LOGOUT_PATH = "/backchannel-logout";

  /** No access token that comes here may live longer; one that does is refused. */
  private static final Duration LONGEST_TOKEN_LIFE = Duration.ofHours(1);

  static SampleLife of(SampleSettings settings, Optional<KeySource> keys, Clock clock) {
    Revocations revocations = Revocations.of(clock, LONGEST_TOKEN_LIFE);
    SampleSettings.Connections rules = settings.connections();
    return new SampleLife(
        revocations,
        ConnectionRegistry.builder()
            .clock(clock)
            .lifetime(Lifetime.standard().withGrace(rules.grace()))
            .limits(
                new ConnectionLimits(
                    rules.perCaller(), rules.perAgent(), ConnectionLimits.standard().total()))
            .revocations(revocations)
            .build(),
        keys.map(
            source -> BackChannelLogout.of(logouts(settings, source, clock), revocations, clock)),
        keys.isPresent() ? feed(settings, revocations, clock) : none(settings));
  }

  private static Optional<RevocationFeed> none(SampleSettings settings) {
    if (settings.connections().feed() != SampleSettings.Feed.OFF) {
      throw new IllegalArgumentException(
          "BAILIWICK_REVOCATION_FEED follows an issuer, and none is asked for its keys here");
    }
    return Optional.empty();
  }

  private static Optional<RevocationFeed> feed(
      SampleSettings settings, Revocations revocations, Clock clock) {
    SampleSettings.Feed wanted = settings.connections().feed();
    if (wanted == SampleSettings.Feed.OFF) {
      return Optional.empty();
    }
    RevocationFeed.Builder feed =
        RevocationFeed.ofIssuer(settings.issuer())
            .client(settings.client().orElseThrow())
            .revocations(revocations)
            .clock(clock);
    if (wanted == SampleSettings.Feed.FOLLOWED_GO_ON_WHEN_LOST) {
      feed.goOnWhenLost();
    }
    return Optional.of(feed.start());
  }

  private static LogoutTokenVerifier logouts(SampleSettings settings, KeySource keys, Clock clock) {
    LogoutTokenVerifier verifier =
        LogoutTokenVerifier.of(settings.issuer(), keys, settings.audience(), clock);
    for (String client : settings.connections().logoutClients()) {
      verifier = verifier.andForClient(client);
    }
    return verifier;
  }

  /** Lets go of the memory of tokens that are revoked; that they are is asked in any case. */
  void forgetIn(CallerVerifier verifier) {
    if (verifier instanceof AgentTokenVerifier tokens) {
      revocations.listen(revocation -> tokens.forget(revocation::covers));
    }
  }

  MeasurementSource metrics() {
    ConnectionMetrics connections = ConnectionMetrics.of(registry);
    return feed.<MeasurementSource>map(
            followed -> MeasurementSource.together(connections, FeedMetrics.of(followed)))
        .orElse(connections);
  }

  @Override
  public void close() {
    feed.ifPresent(RevocationFeed::close);
    registry.close();
  }
}
