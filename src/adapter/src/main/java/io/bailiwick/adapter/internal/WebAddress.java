package io.bailiwick.adapter.internal;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** What an address says of itself: by its text alone, since what a name resolves to may change. */
public final class WebAddress {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

  private WebAddress() {}

  /** Whether it is an absolute http or https URI with a host, and neither userinfo nor fragment. */
  public static boolean isPlain(URI address) {
    return (isTls(address) || "http".equalsIgnoreCase(address.getScheme()))
        && address.getHost() != null
        && address.getRawUserInfo() == null
        && address.getRawFragment() == null;
  }

  public static boolean isTls(URI address) {
    return "https".equalsIgnoreCase(address.getScheme());
  }

  /** Whether it is this very machine. */
  public static boolean isLoopback(URI address) {
    return LOOPBACK.matcher(address.getHost().toLowerCase(Locale.ROOT)).matches();
  }
}
