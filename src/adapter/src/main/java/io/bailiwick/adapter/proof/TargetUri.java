package io.bailiwick.adapter.proof;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a request goes, without query and fragment, in the one spelling that RFC 3986 (6.2.2 and
 * 6.2.3) gives to all that mean the same: scheme and host in lower case, no default port, {@code /}
 * for no path, and percent-encoding only where it must be, in upper case. Segments {@code .} and
 * {@code ..} are not resolved, so that they match nothing: no path of a service has them.
 */
record TargetUri(String scheme, String host, int port, String path) {

  // by its text alone: what a name resolves to is not this machine's to say
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

  /** Empty where it is no absolute http(s) URI, or one with userinfo. */
  static Optional<TargetUri> parse(String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean web = scheme.equals("https") || scheme.equals("http");
      if (!web || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getPort() > 65535) {
        return Optional.empty();
      }
      int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
      return Optional.of(
          new TargetUri(
              scheme, uri.getHost().toLowerCase(Locale.ROOT), port, normalized(uri.getRawPath())));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Whether what is sent there can be read on its way: no TLS, and it leaves this machine. */
  boolean isPlain() {
    return scheme.equals("http") && !LOOPBACK.matcher(host).matches();
  }

  /** The same with more of a path, as a request has sent it. */
  TargetUri resolve(String rawPath) {
    String base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return new TargetUri(scheme, host, port, normalized(base + rawPath));
  }

  private static String normalized(String rawPath) {
    if (rawPath.isEmpty()) {
      return "/";
    }
    if (rawPath.indexOf('%') < 0) {
      return rawPath;
    }
    StringBuilder plain = new StringBuilder(rawPath.length());
    for (int i = 0; i < rawPath.length(); i++) {
      char c = rawPath.charAt(i);
      if (c != '%' || i + 2 >= rawPath.length()) {
        plain.append(c);
        continue;
      }
      int high = Character.digit(rawPath.charAt(i + 1), 16);
      int low = Character.digit(rawPath.charAt(i + 2), 16);
      if (high < 0 || low < 0) {
        plain.append(c);
        continue;
      }
      char octet = (char) (high << 4 | low);
      if (isUnreserved(octet)) {
        plain.append(octet);
      } else {
        plain.append(rawPath.substring(i, i + 3).toUpperCase(Locale.ROOT));
      }
      i += 2;
    }
    return plain.toString();
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }
}
