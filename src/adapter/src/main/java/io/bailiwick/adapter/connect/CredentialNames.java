package io.bailiwick.adapter.connect;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Under which names a connection carries what it carries. Immutable.
 *
 * @param apiKeyHeader the header that holds an API key
 * @param paramsHeader the header that holds connection parameters, as JSON
 * @param paramsSubprotocol what the WebSocket subprotocol entry starts with that holds connection
 *     parameters, as percent-encoded JSON
 * @param credentialSubprotocol what the WebSocket subprotocol entry starts with that holds a ticket
 *     or token
 * @param spokenSubprotocol the entry that says nothing secret and is echoed; a client that carries
 *     anything in another entry must offer it
 * @param credentialParam the member of connection parameters that holds a ticket or token
 * @param ticketParameter the query parameter that holds a ticket
 * @param tokenParameter the query parameter that would hold a token, were it accepted
 */
public record CredentialNames(
    String apiKeyHeader,
    String paramsHeader,
    String paramsSubprotocol,
    String credentialSubprotocol,
    String spokenSubprotocol,
    String credentialParam,
    String ticketParameter,
    String tokenParameter) {

  /** RFC 9110, 5.6.2; of header names and subprotocols. */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]+");

  /**
   * {@code X-API-Key}, {@code X-Connection-Params}, {@code bailiwick.params.}, {@code
   * bailiwick.token.}, {@code bailiwick}; a member {@code token}; {@code ?ticket=} and {@code
   * ?token=}.
   */
  public static CredentialNames standard() {
    return new CredentialNames(
        "X-API-Key",
        "X-Connection-Params",
        "bailiwick.params.",
        "bailiwick.token.",
        "bailiwick",
        "token",
        "ticket",
        "token");
  }

  /**
   * @throws IllegalArgumentException where one can't be sent under such a name, or two can't be
   *     told apart
   */
  public CredentialNames {
    for (String name :
        List.of(
            apiKeyHeader,
            paramsHeader,
            paramsSubprotocol,
            credentialSubprotocol,
            spokenSubprotocol)) {
      if (!TOKEN.matcher(name).matches()) {
        throw new IllegalArgumentException("A header or subprotocol is named by an HTTP token");
      }
    }
    if (!PLAIN.matcher(ticketParameter).matches()
        || !PLAIN.matcher(tokenParameter).matches()
        || credentialParam.isEmpty()) {
      throw new IllegalArgumentException("A parameter is named by letters, digits, '.', '_', '-'");
    }
    if (ticketParameter.equals(tokenParameter)
        || apiKeyHeader.equalsIgnoreCase(paramsHeader)
        || Set.of("authorization", "cookie", "origin").stream()
            .anyMatch(
                taken ->
                    taken.equalsIgnoreCase(apiKeyHeader) || taken.equalsIgnoreCase(paramsHeader))
        || paramsSubprotocol.startsWith(credentialSubprotocol)
        || credentialSubprotocol.startsWith(paramsSubprotocol)
        || spokenSubprotocol.startsWith(paramsSubprotocol)
        || spokenSubprotocol.startsWith(credentialSubprotocol)) {
      throw new IllegalArgumentException("Two things are carried under names that look the same");
    }
  }
}
