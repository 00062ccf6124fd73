package io.bailiwick.sample;

import io.bailiwick.adapter.feed.FeedHealth;
import io.bailiwick.adapter.keys.KeyHealth;
import io.bailiwick.adapter.token.TokenCacheHealth;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Whether the service is up, for everybody; and how its keys are, for those who may read that. */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {
  private final Vitals vitals;

  @Inject
  HealthResource(Vitals vitals) {
    this.vitals = vitals;
  }

  /**
   * @param status {@code ok}, or {@code failing} where the latest read of an issuer's keys, or of
   *     its feed of revocations, failed: what is known is gone by meanwhile
   * @param tokenCache what is remembered of verified tokens; none where nothing is
   * @param feed of revocations; none where none is followed
   */
  public record Details(
      String status, List<Keys> keys, @Nullable TokenCacheHealth tokenCache, @Nullable Feed feed) {
    static Details of(
        Map<String, KeyHealth> keys,
        Optional<TokenCacheHealth> tokenCache,
        Optional<FeedHealth> feed) {
      boolean failing =
          keys.values().stream().anyMatch(each -> each.lastFailure().isPresent())
              || feed.flatMap(FeedHealth::lastFailure).isPresent();
      return new Details(
          failing ? "failing" : "ok",
          keys.entrySet().stream().map(each -> Keys.of(each.getKey(), each.getValue())).toList(),
          tokenCache.orElse(null),
          feed.map(Feed::of).orElse(null));
    }
  }

  /** The feed of revocations; times in seconds. */
  public record Feed(
      boolean lost,
      @Nullable Long ageSeconds,
      @Nullable String lastFailure,
      long revocations,
      long gaps) {

    static Feed of(FeedHealth health) {
      return new Feed(
          health.lost(),
          health.age().map(Duration::toSeconds).orElse(null),
          health.lastFailure().map(Keys::code).orElse(null),
          health.revocations(),
          health.gaps());
    }
  }

  /** The keys of one issuer; times in seconds. */
  public record Keys(
      String issuer,
      int usable,
      @Nullable Long ageSeconds,
      @Nullable String lastFailure,
      @Nullable Long nextReadSeconds,
      long reads,
      Map<String, Long> failures) {

    static Keys of(String issuer, KeyHealth health) {
      Map<String, Long> failures = new TreeMap<>();
      health.failures().forEach((why, count) -> failures.put(code(why), count));
      return new Keys(
          issuer,
          health.keys(),
          health.age().map(Duration::toSeconds).orElse(null),
          health.lastFailure().map(Keys::code).orElse(null),
          health.nextRead().map(Duration::toSeconds).orElse(null),
          health.reads(),
          failures);
    }

    private static String code(Enum<?> failure) {
      return failure.name().toLowerCase(Locale.ROOT);
    }
  }

  @GET
  public Map<String, String> health() {
    return Map.of("status", "ok");
  }

  @GET
  @Path("/details")
  public Details details() {
    return Details.of(vitals.keys().get(), vitals.tokenCache().get(), vitals.feed().get());
  }
}
