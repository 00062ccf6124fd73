package io.bailiwick.adapter.keys;

import java.net.URI;

/** Which addresses keys may be read from. */
final class KeyAddress {
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
}
