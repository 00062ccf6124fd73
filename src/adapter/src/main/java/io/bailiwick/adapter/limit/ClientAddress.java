package io.bailiwick.adapter.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * From where a client comes, as far as it is held to account: an IPv4 address, or the first 64 bits
 * of an IPv6 address, since whoever has one of those has all of that network (RFC 4291, 2.5.1). An
 * IPv4 address written as IPv6 is the IPv4 address. Compared as a value; never written out.
 */
public final class ClientAddress {
  /** Of all that come from nobody knows where: one for them together. */
  public static final ClientAddress UNKNOWN = new ClientAddress("?");

  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern IPV6 =
      Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[0-9A-Za-z._~-]{1,32})?");
  private static final int MAX_LITERAL = 80;
  private static final int NETWORK_BYTES = 8;

  private final String network;

  private ClientAddress(String network) {
    this.network = network;
  }

  public static ClientAddress of(InetAddress address) {
    byte[] bytes = address.getAddress();
    byte[] network = address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes;
    return new ClientAddress(HexFormat.of().formatHex(network));
  }

  /**
   * An address as a container or a proxy writes it, with or without brackets.
   *
   * @return empty where it is none; a name is none, and is not looked up
   */
  public static Optional<InetAddress> literal(String text) {
    String bare =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    if (bare.length() > MAX_LITERAL
        || !(IPV4.matcher(bare).matches() || IPV6.matcher(bare).matches())) {
      return Optional.empty();
    }
    int zone = bare.indexOf('%');
    try {
      // digits, dots and colons only, which is read and never asked of anybody
      return Optional.of(InetAddress.getByName(zone < 0 ? bare : bare.substring(0, zone)));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** What tells it from others: to count by, and for no log. */
  public String key() {
    return network;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClientAddress address && address.network.equals(network);
  }

  @Override
  public int hashCode() {
    return network.hashCode();
  }

  @Override
  public String toString() {
    return "ClientAddress";
  }
}
