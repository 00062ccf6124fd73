package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.metrics.Instrument;
import io.bailiwick.adapter.metrics.Measurement;
import io.bailiwick.adapter.metrics.MeasurementSource;
import io.bailiwick.adapter.token.TokenRejected;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a gate decides: to be told of it as the gate's listener, and asked whenever metrics
 * are collected. Only codes of ours tell the counts apart, each there from the start, so that no
 * caller can make more series, whatever it sends. Where a service sends a request on within itself,
 * that is decided, and counted, once more. Thread-safe; a count costs no lock and no allocation.
 *
 * <table>
 * <caption>What is measured, by {@value #OUTCOME}</caption>
 * <tr><td>{@link #DECISIONS}</td><td>requests and connections: {@code admitted}, or the code of the
 *     refusal as callers see it. A revoked token is {@code revoked}, though callers are not
 *     told</td></tr>
 * <tr><td>{@link #TOKENS}</td><td>tokens presented: {@code verified}, or the {@link
 *     TokenRejected.Reason} in lower case. What can't be told now ({@code unavailable} above) is in
 *     neither</td></tr>
 * </table>
 */
public final class DecisionMetrics implements DecisionListener, MeasurementSource {
  public static final Instrument DECISIONS =
      Instrument.counter(
          "bailiwick.decisions",
          "{decision}",
          "Requests and connections decided, by whether they were admitted or why not");
  public static final Instrument TOKENS =
      Instrument.counter(
          "bailiwick.tokens",
          "{token}",
          "Tokens presented, by whether they were believed or why not");

  /** The attribute that says what came of it. */
  public static final String OUTCOME = "bailiwick.outcome";

  private final LongAdder admitted = new LongAdder();
  private final Map<Refusal.Code, LongAdder> refused = adders(Refusal.Code.class);
  private final LongAdder verified = new LongAdder();
  private final Map<TokenRejected.Reason, LongAdder> rejected = adders(TokenRejected.Reason.class);

  @Override
  public void decided(Decision decision) {
    decision.refused().map(refused::get).orElse(admitted).increment();
    if (decision.rejected().isPresent()) {
      decision.rejected().map(rejected::get).ifPresent(LongAdder::increment);
    } else if (decision.subject().isPresent()) {
      verified.increment();
    }
  }

  @Override
  public List<Instrument> instruments() {
    return List.of(DECISIONS, TOKENS);
  }

  @Override
  public List<Measurement> measurements() {
    List<Measurement> all = new ArrayList<>();
    all.add(DECISIONS.of(admitted.sum(), OUTCOME, "admitted"));
    refused.forEach((code, count) -> all.add(DECISIONS.of(count.sum(), OUTCOME, text(code))));
    all.add(TOKENS.of(verified.sum(), OUTCOME, "verified"));
    rejected.forEach(
        (reason, count) ->
            all.add(TOKENS.of(count.sum(), OUTCOME, reason.name().toLowerCase(Locale.ROOT))));
    return List.copyOf(all);
  }

  /** As callers see it, but for the one that they are not to tell from another. */
  private static String text(Refusal.Code code) {
    return code == Refusal.Code.REVOKED ? "revoked" : code.text();
  }

  private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
    Map<E, LongAdder> adders = new EnumMap<>(type);
    for (E each : type.getEnumConstants()) {
      adders.put(each, new LongAdder());
    }
    return adders;
  }
}
