package io.bailiwick.adapter.keys;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which addresses keys may be read from. */
final class KeyAddress {
  // by its text alone: what a name resolves to is not this machine's to say
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

  private KeyAddress() {}

  /**
   * @throws IllegalArgumentException where it is no absolute http or https URI with a host and
   *     neither userinfo nor fragment
   */
  static void require(URI address) {
    boolean web =
        "https".equalsIgnoreCase(address.getScheme())
            || "http".equalsIgnoreCase(address.getScheme());
    if (!web || address.getHost() == null) {
      throw new IllegalArgumentException("Keys are read from an absolute https URI");
    }
    if (address.getRawUserInfo() != null || address.getRawFragment() != null) {
      throw new IllegalArgumentException("The address of keys has no userinfo and no fragment");
    }
  }

  static boolean isTls(URI address) {
    return "https".equalsIgnoreCase(address.getScheme());
  }

  static boolean isLoopback(URI address) {
    return LOOPBACK.matcher(address.getHost().toLowerCase(Locale.ROOT)).matches();
  }
}
