package io.bailiwick.adapter.token;

import io.bailiwick.scope.AgentBinding;
import io.bailiwick.scope.MalformedPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token's payload, read claim by claim; each is what it must be or the token is malformed. It is
 * not believed by being read: that is the verifier's.
 */
final class TokenClaims {
  private static final long LAST_SECOND = 253_402_300_799L; // 9999-12-31T23:59:59Z
  private static final int MAX_ACTORS = 8;

  private final ClaimNames names;
  private final @Nullable Object[] values;

  private TokenClaims(ClaimNames names, @Nullable Object[] values) {
    this.names = names;
    this.values = values;
  }

  /** Reads the claims of these names, and passes over the others. */
  static TokenClaims read(ClaimNames names, StrictJson json) {
    @Nullable Object[] values = new Object[names.size()];
    json.begin();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      int place = names.place(name);
      if (place < 0) {
        json.skip();
      } else {
        values[place] = json.value();
      }
    }
    json.end();
    return new TokenClaims(names, values);
  }

  /** The values themselves, by their claims' places: null where a claim is not there. */
  static TokenClaims of(ClaimNames names, @Nullable Object[] values) {
    return new TokenClaims(names, values);
  }

  boolean has(int claim) {
    return values[claim] != null;
  }

  boolean isText(int claim) {
    return values[claim] instanceof String;
  }

  /** The text, or null where the claim is not there. */
  @Nullable String textOrNull(int claim) {
    Object value = values[claim];
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw StrictJson.malformed();
  }

  Optional<String> text(int claim) {
    return Optional.ofNullable(textOrNull(claim));
  }

  /** For what only describes: a JSON null is as good as nothing. */
  Optional<String> description(int claim) {
    return values[claim] == StrictJson.NULL ? Optional.empty() : text(claim);
  }

  /** A NumericDate (RFC 7519, 2) in whole seconds. */
  Optional<Instant> date(int claim) {
    Object value = values[claim];
    return value == null ? Optional.empty() : Optional.of(date(value));
  }

  private static Instant date(@Nullable Object value) {
    if (value instanceof Long seconds && seconds >= 0 && seconds <= LAST_SECOND) {
      return Instant.ofEpochSecond(seconds);
    }
    throw StrictJson.malformed();
  }

  /** The token that a ticket was minted with, of whose two members neither may be missing. */
  Optional<Caller.Presented> presented() {
    Object value = values[ClaimNames.PRESENTED];
    if (value == null) {
      return Optional.empty();
    }
    Map<String, Object> token = object(value);
    String id = text(token, "jti").orElseThrow(StrictJson::malformed);
    if (id.isEmpty()) {
      throw StrictJson.malformed();
    }
    return Optional.of(new Caller.Presented(date(token.get("iat")), id));
  }

  /** One text or an array of them; empty where the claim is not there. */
  List<String> oneOrMore(int claim) {
    Object value = values[claim];
    if (value == null) {
      return List.of();
    }
    return value instanceof String text ? List.of(text) : texts(value);
  }

  /** An array of texts; empty where the claim is not there. */
  List<String> array(int claim) {
    Object value = values[claim];
    return value == null ? List.of() : texts(value);
  }

  Optional<AgentBinding> agent() {
    Object value = values[ClaimNames.AGENT];
    if (value == null) {
      return Optional.empty();
    }
    Map<String, Object> agent = object(value);
    if (!Set.of("name", "key").containsAll(agent.keySet())) {
      throw StrictJson.malformed();
    }
    String name = text(agent, "name").orElseThrow(StrictJson::malformed);
    Object key = agent.get("key");
    try {
      return Optional.of(
          key == null ? AgentBinding.named(name) : AgentBinding.keyed(name, texts(key)));
    } catch (MalformedPath e) {
      throw StrictJson.malformed();
    }
  }

  /** RFC 8693, 4.1: the outermost acts now. */
  List<Caller.Actor> actors() {
    Object next = values[ClaimNames.ACT];
    if (next == null) {
      return List.of();
    }
    List<Caller.Actor> actors = new ArrayList<>();
    while (next != null) {
      if (actors.size() == MAX_ACTORS) {
        throw StrictJson.malformed();
      }
      Map<String, Object> actor = object(next);
      String subject = text(actor, "sub").orElseThrow(StrictJson::malformed);
      if (subject.isEmpty()) {
        throw StrictJson.malformed();
      }
      actors.add(new Caller.Actor(subject, text(actor, "iss")));
      next = actor.get("act");
    }
    return List.copyOf(actors);
  }

  /**
   * What the token is bound to (RFC 7800, 3.1). One that is bound in another way, or in one more
   * way than is understood here, can't be proved and so is refused.
   */
  Optional<Confirmation> confirmation() {
    Object value = values[ClaimNames.CNF];
    if (value == null) {
      if ("DPoP".equals(textOrNull(ClaimNames.TYP))) {
        throw new TokenRejected(TokenRejected.Reason.UNKNOWN_CONFIRMATION);
      }
      return Optional.empty();
    }
    try {
      Map<String, Object> bound = object(value);
      // Keycloak's own: what kind of proof its jkt is for, and only this kind is known here
      boolean forDpop =
          !bound.containsKey("kc-jkt-type")
              || (bound.containsKey("jkt") && "DPoP".equals(bound.get("kc-jkt-type")));
      boolean saysDpop = "DPoP".equals(textOrNull(ClaimNames.TYP));
      if (!Set.of("jkt", "kc-jkt-type", "x5t#S256").containsAll(bound.keySet())
          || !forDpop
          || (saysDpop && !bound.containsKey("jkt"))) {
        throw new TokenRejected(TokenRejected.Reason.UNKNOWN_CONFIRMATION);
      }
      return Optional.of(new Confirmation(text(bound, "jkt"), text(bound, "x5t#S256")));
    } catch (IllegalArgumentException | TokenRejected e) {
      throw new TokenRejected(TokenRejected.Reason.UNKNOWN_CONFIRMATION);
    }
  }

  AuthMethod authMethod() {
    String method = textOrNull(ClaimNames.AUTH_METHOD);
    if (method == null) {
      return AuthMethod.BEARER;
    }
    return switch (method) {
      case "api-key" -> AuthMethod.API_KEY;
      case "ticket" -> AuthMethod.TICKET;
      case "session" -> AuthMethod.SESSION;
      default -> throw StrictJson.malformed();
    };
  }

  /** These claims and no others, without JSON's nulls. */
  Map<String, Object> only(Set<String> handedOn) {
    if (handedOn.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> some = new LinkedHashMap<>();
    for (String name : handedOn) {
      Object value = values[names.place(name)];
      if (value != null && value != StrictJson.NULL) {
        some.put(name, withoutNulls(value));
      }
    }
    return java.util.Collections.unmodifiableMap(some);
  }

  private static Object withoutNulls(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> some = new LinkedHashMap<>();
      map.forEach(
          (name, member) -> {
            if (member != StrictJson.NULL) {
              some.put(name, withoutNulls(member));
            }
          });
      return java.util.Collections.unmodifiableMap(some);
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .filter(element -> element != StrictJson.NULL)
          .map(TokenClaims::withoutNulls)
          .toList();
    }
    return value;
  }

  private static Optional<String> text(Map<String, Object> from, String name) {
    Object value = from.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text);
    }
    throw StrictJson.malformed();
  }

  /** The very list, where it is one of texts. */
  @SuppressWarnings("unchecked") // each element was looked at
  private static List<String> texts(Object value) {
    if (!(value instanceof List<?> list)) {
      throw StrictJson.malformed();
    }
    for (int i = 0; i < list.size(); i++) {
      if (!(list.get(i) instanceof String)) {
        throw StrictJson.malformed();
      }
    }
    return (List<String>) list;
  }

  @SuppressWarnings("unchecked") // StrictJson makes maps of no other kind
  private static Map<String, Object> object(Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw StrictJson.malformed();
  }
}
