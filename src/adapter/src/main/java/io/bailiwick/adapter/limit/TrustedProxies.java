package io.bailiwick.adapter.limit;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The proxies in front of a service whose word is taken for where a client comes from. Everybody
 * can send {@code X-Forwarded-For}, so it is read from its end, and only as far as it was written
 * by one of these; what somebody else wrote before that is nobody's word. Immutable.
 */
public final class TrustedProxies {
  /** Longer ones are not read: whoever sends them has written most of it. */
  private static final int MAX_HOPS = 32;

  private static final TrustedProxies NONE = new TrustedProxies(List.of(), List.of());

  private final List<String> texts;
  private final List<Network> networks;

  private record Network(byte[] bytes, int prefix) {
    static Network parse(String text) {
      String[] parts = text.split("/", -1);
      byte[] bytes =
          ClientAddress.literal(parts[0]).orElseThrow(TrustedProxies::malformed).getAddress();
      int bits = bytes.length * Byte.SIZE;
      int prefix = parts.length == 1 ? bits : length(parts[1], bits);
      BigInteger value = new BigInteger(1, bytes);
      boolean within = value.signum() == 0 || value.getLowestSetBit() >= bits - prefix;
      if (parts.length > 2 || !within) {
        throw malformed();
      }
      return new Network(bytes, prefix);
    }

    private static int length(String text, int most) {
      if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > most || text.equals("0")) {
        throw malformed();
      }
      return Integer.parseInt(text);
    }

    boolean has(InetAddress address) {
      byte[] other = address.getAddress();
      int spare = bytes.length * Byte.SIZE - prefix;
      return other.length == bytes.length
          && new BigInteger(1, other)
              .shiftRight(spare)
              .equals(new BigInteger(1, bytes).shiftRight(spare));
    }
  }

  private TrustedProxies(List<String> texts, List<Network> networks) {
    this.texts = texts;
    this.networks = networks;
  }

  /** Nobody's word is taken: a client comes from where its connection comes from. */
  public static TrustedProxies none() {
    return NONE;
  }

  /**
   * @param networks addresses, or networks as {@code 10.0.0.0/8} and {@code fd00::/8}
   * @throws IllegalArgumentException where one is none, is the whole Internet, or has bits beyond
   *     its length
   */
  public static TrustedProxies of(Collection<String> networks) {
    return new TrustedProxies(
        List.copyOf(networks), networks.stream().map(Network::parse).toList());
  }

  /**
   * Where a client comes from.
   *
   * @param peer the other end of the connection; empty where the binding can't tell
   * @param forwardedFor every {@code X-Forwarded-For} header, as sent
   */
  public ClientAddress client(Optional<InetAddress> peer, List<String> forwardedFor) {
    if (peer.isEmpty()) {
      return ClientAddress.UNKNOWN;
    }
    InetAddress client = peer.get();
    List<String> hops = networks.isEmpty() ? List.of() : hops(forwardedFor);
    for (int i = hops.size() - 1; i >= 0 && isTrusted(client); i--) {
      Optional<InetAddress> before = ClientAddress.literal(hops.get(i));
      if (before.isEmpty()) {
        // a trusted proxy would not write that, so all before it is made up
        break;
      }
      client = before.get();
    }
    return ClientAddress.of(client);
  }

  /** Named, since whoever controls one of these can be any client. */
  public List<String> loosened() {
    return texts.isEmpty()
        ? List.of()
        : List.of(
            "trustedProxies: where clients come from is taken from X-Forwarded-For of "
                + String.join(", ", texts));
  }

  private boolean isTrusted(InetAddress address) {
    return networks.stream().anyMatch(network -> network.has(address));
  }

  private static List<String> hops(List<String> forwardedFor) {
    List<String> hops = new ArrayList<>();
    for (String header : forwardedFor) {
      Arrays.stream(header.split(",", -1)).map(String::strip).forEach(hops::add);
    }
    return hops.size() > MAX_HOPS ? hops.subList(hops.size() - MAX_HOPS, hops.size()) : hops;
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        "A trusted proxy is an address or a network, such as 10.0.0.0/8; not every address");
  }
}
