package io.bailiwick.adapter.feed;

import io.bailiwick.adapter.metrics.Instrument;
import io.bailiwick.adapter.metrics.Measurement;
import io.bailiwick.adapter.metrics.MeasurementSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The health of a feed as measurements, each with the attribute {@value #ISSUER}; failures by
 * {@value #ERROR} too, each there from the start. Thread-safe.
 */
public final class FeedMetrics implements MeasurementSource {
  public static final Instrument AGE =
      Instrument.gauge(
          "bailiwick.feed.age", "s", "Time since the issuer said that no more was revoked");
  public static final Instrument LOST =
      Instrument.gauge("bailiwick.feed.lost", "1", "Whether it is not known what has been revoked");
  public static final Instrument ANSWERS =
      Instrument.counter("bailiwick.feed.answers", "{answer}", "Answers of the feed");
  public static final Instrument REVOCATIONS =
      Instrument.counter(
          "bailiwick.feed.revocations", "{revocation}", "Revocations that the feed has brought");
  public static final Instrument GAPS =
      Instrument.counter(
          "bailiwick.feed.gaps",
          "{gap}",
          "Times that the feed could not tell all that was revoked");
  public static final Instrument FAILURES =
      Instrument.counter(
          "bailiwick.feed.failures", "{request}", "Requests for revocations that have failed");

  /** The attribute that names the issuer. */
  public static final String ISSUER = "bailiwick.issuer";

  /** The attribute that names a {@link FeedFailure}, in lower case. */
  public static final String ERROR = "error.type";

  private final RevocationFeed feed;

  private FeedMetrics(RevocationFeed feed) {
    this.feed = feed;
  }

  public static FeedMetrics of(RevocationFeed feed) {
    return new FeedMetrics(feed);
  }

  @Override
  public List<Instrument> instruments() {
    return List.of(AGE, LOST, ANSWERS, REVOCATIONS, GAPS, FAILURES);
  }

  @Override
  public List<Measurement> measurements() {
    FeedHealth health = feed.health();
    String issuer = feed.issuer();
    List<Measurement> all = new ArrayList<>();
    health.age().ifPresent(age -> all.add(AGE.of(age.toNanos() / 1e9, ISSUER, issuer)));
    all.add(LOST.of(health.lost() ? 1 : 0, ISSUER, issuer));
    all.add(ANSWERS.of(health.answers(), ISSUER, issuer));
    all.add(REVOCATIONS.of(health.revocations(), ISSUER, issuer));
    all.add(GAPS.of(health.gaps(), ISSUER, issuer));
    for (FeedFailure why : FeedFailure.values()) {
      all.add(
          new Measurement(
              FAILURES,
              Map.of(ISSUER, issuer, ERROR, why.name().toLowerCase(Locale.ROOT)),
              health.failures().getOrDefault(why, 0L)));
    }
    return List.copyOf(all);
  }
}
