package io.bailiwick.sample;

import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.adapter.life.BackChannelLogout;
import io.bailiwick.adapter.life.ConnectionLimits;
import io.bailiwick.adapter.life.ConnectionMetrics;
import io.bailiwick.adapter.life.ConnectionRegistry;
import io.bailiwick.adapter.life.Lifetime;
import io.bailiwick.adapter.life.Revocations;
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
 */
record SampleLife(
    Revocations revocations, ConnectionRegistry registry, Optional<BackChannelLogout> logout)
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
            source -> BackChannelLogout.of(logouts(settings, source, clock), revocations, clock)));
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

  ConnectionMetrics metrics() {
    return ConnectionMetrics.of(registry);
  }

  @Override
  public void close() {
    registry.close();
  }
}
