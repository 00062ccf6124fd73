package io.bailiwick.adapter.life;

/**
 * How many connections there may be at once; one more is refused as {@code rate_limited}.
 *
 * @param perCaller of one issuer's subject, whatever the client and the agent
 * @param perAgent to one agent, all its instances together
 * @param total of all
 */
public record ConnectionLimits(int perCaller, int perAgent, int total) {

  /** 100 for each caller, 10,000 for each agent, 50,000 in all. */
  public static ConnectionLimits standard() {
    return new ConnectionLimits(100, 10_000, 50_000);
  }

  /**
   * @throws IllegalArgumentException where one is not positive: no limit can be switched off
   */
  public ConnectionLimits {
    if (perCaller <= 0 || perAgent <= 0 || total <= 0) {
      throw new IllegalArgumentException("A limit of connections is positive");
    }
  }
}
