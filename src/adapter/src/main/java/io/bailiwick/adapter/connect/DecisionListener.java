package io.bailiwick.adapter.connect;

/**
 * Told of every decision, after it is made and before it takes effect. It can't change it: what it
 * throws is logged and passed over. Implementations are thread-safe and quick.
 */
@FunctionalInterface
public interface DecisionListener {
  /** Hears nothing. */
  DecisionListener NONE = decision -> {};

  void decided(Decision decision);

  /** This one and then another, which hears of it whatever this one throws. */
  default DecisionListener andThen(DecisionListener next) {
    return decision -> {
      try {
        decided(decision);
      } finally {
        next.decided(decision);
      }
    };
  }

  /** One line a decision through {@link System.Logger}: refusals as warnings, the rest as debug. */
  static DecisionListener logging(System.Logger logger) {
    return decision ->
        logger.log(
            decision.admitted() ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
            decision::line);
  }
}
