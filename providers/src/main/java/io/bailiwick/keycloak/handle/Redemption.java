package io.bailiwick.keycloak.handle;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;

/**
 * What is asked of the token endpoint to redeem a ticket: the ticket's text, and the origin that
 * its bearer came from, where there was one.
 */
record Redemption(String ticket, Optional<String> origin) {
  private static final String TICKET = "ticket";
  private static final String ORIGIN = "origin";

  /** What would ask for less or for other than the ticket stands for; ignoring it would mislead. */
  private static final List<String> ELSEWHERE =
      List.of(OAuth2Constants.SCOPE, OAuth2Constants.RESOURCE, OAuth2Constants.AUDIENCE);

  /**
   * @param fields as Keycloak hands them on: it takes control characters out of them and drops
   *     overlong ones
   * @param sent as they came; what was changed on the way is not what was sent
   * @throws TicketRefused {@code invalid_request}
   */
  static Redemption of(
      MultivaluedMap<String, String> fields, @Nullable MultivaluedMap<String, String> sent)
      throws TicketRefused {
    for (String name : ELSEWHERE) {
      if (fields.containsKey(name)) {
        throw TicketRefused.request("a ticket is redeemed for what it was minted for: no " + name);
      }
    }
    return new Redemption(
        value(fields, sent, TICKET).orElseThrow(() -> TicketRefused.request("ticket is missing")),
        value(fields, sent, ORIGIN));
  }

  private static Optional<String> value(
      MultivaluedMap<String, String> fields,
      @Nullable MultivaluedMap<String, String> sent,
      String name)
      throws TicketRefused {
    List<String> values = values(fields, name);
    if (!values.equals(values(sent, name))) {
      throw TicketRefused.request(name + " is malformed or too long");
    }
    if (values.size() > 1) {
      throw TicketRefused.request(name + " may be given once only");
    }
    return values.stream().filter(value -> !value.isEmpty()).findFirst();
  }

  private static List<String> values(@Nullable MultivaluedMap<String, String> fields, String name) {
    return fields == null ? List.of() : fields.getOrDefault(name, List.of());
  }

  /** Without the ticket. */
  @Override
  public String toString() {
    return "Redemption[***]";
  }
}
