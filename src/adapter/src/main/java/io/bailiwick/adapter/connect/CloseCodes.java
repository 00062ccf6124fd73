package io.bailiwick.adapter.connect;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * With which code and reason a WebSocket is closed for which refusal. Immutable.
 *
 * <p>Clients take 1008 and 4000 to 4999 for the end and reconnect on the rest. So what may be tried
 * again is never closed with one of those: a client would not come back with its fresh token.
 */
public final class CloseCodes {
  private static final int POLICY = 1008;

  /** Of a reason, in UTF-8 (RFC 6455, 5.5). */
  private static final int MAX_REASON = 123;

  private final Map<Refusal.Code, Close> closes;

  /** A close frame's code and reason (RFC 6455, 7.4); holds no secret. */
  public record Close(int code, String reason) {
    /**
     * @throws IllegalArgumentException where an endpoint may not send such a code, or the reason is
     *     longer than 123 characters of printable ASCII
     */
    public Close {
      boolean mayBeSent =
          code == 1000
              || code == 1001
              || code == 1003
              || (code >= POLICY && code <= 1014 && code != 1010)
              || (code >= 3000 && code <= 4999);
      if (!mayBeSent) {
        throw new IllegalArgumentException("A WebSocket may not be closed with that code");
      }
      if (reason.length() > MAX_REASON
          || !reason.chars().allMatch(each -> each >= 0x20 && each < 0x7f)) {
        throw new IllegalArgumentException("A close reason is short printable ASCII");
      }
    }

    boolean isTerminal() {
      return code == POLICY || code >= 4000;
    }
  }

  private CloseCodes(Map<Refusal.Code, Close> closes) {
    this.closes = Collections.unmodifiableMap(new EnumMap<>(closes));
  }

  /** Every refusal's own code, and {@code group.code} as the reason. */
  public static CloseCodes standard() {
    Map<Refusal.Code, Close> all = new EnumMap<>(Refusal.Code.class);
    for (Refusal.Code code : Refusal.Code.values()) {
      all.put(code, new Close(code.closeCode(), reason(code)));
    }
    return new CloseCodes(all);
  }

  /**
   * The same, but for that refusal another code.
   *
   * @throws IllegalArgumentException where no such code may be sent, or where a refusal that may be
   *     tried again would look final
   */
  public CloseCodes with(Refusal.Code refusal, int closeCode) {
    return with(refusal, closeCode, of(refusal).reason());
  }

  /** The same, with another reason too. */
  public CloseCodes with(Refusal.Code refusal, int closeCode, String reason) {
    Close close = new Close(closeCode, reason);
    if (close.isTerminal() && Refusal.of(refusal).retryable()) {
      throw new IllegalArgumentException(
          "Clients don't come back after 1008 and 4000 to 4999, but "
              + refusal
              + " may be tried again");
    }
    Map<Refusal.Code, Close> all = new EnumMap<>(closes);
    all.put(refusal, close);
    return new CloseCodes(all);
  }

  /** How a socket is closed that is refused, or ended, so. */
  public Close of(Refusal.Code refusal) {
    // every code has one
    return closes.getOrDefault(refusal, new Close(refusal.closeCode(), reason(refusal)));
  }

  /** The same, with the reason that the refusal itself has, unless this says another. */
  Close of(Refusal how) {
    Close close = of(how.code());
    return how.detail().isPresent() && close.reason().equals(reason(how.code()))
        ? new Close(close.code(), how.closeReason())
        : close;
  }

  private static String reason(Refusal.Code code) {
    return code.group() + "." + code.text();
  }
}
