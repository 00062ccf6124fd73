package io.bailiwick.keycloak.revocation;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * That tokens issued at or before a moment are good no more: those of a session ({@code sid}), a
 * person ({@code sub}), a client ({@code azp}), one token ({@code jti}), or all of the realm.
 *
 * @param value the claim's value; empty for {@link Kind#ALL} and only there
 * @param issuedBefore in seconds since 1970: means {@code iat <= issuedBefore}
 */
record Revocation(Kind kind, Optional<String> value, long issuedBefore) {
  /** Which claim of a token is compared. */
  enum Kind {
    SID,
    SUB,
    JTI,
    AZP,
    ALL;

    /** As it is written. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Revocation {
    if (value.isPresent() == (kind == Kind.ALL) || value.filter(String::isEmpty).isPresent()) {
      throw new IllegalArgumentException("a value where there must be none, or none");
    }
  }

  /** As an agent service reads it. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", kind.text());
    value.ifPresent(text -> json.put("value", text));
    json.put("issued_before", issuedBefore);
    return json;
  }
}
