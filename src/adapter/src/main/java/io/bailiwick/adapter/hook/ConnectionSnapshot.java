package io.bailiwick.adapter.hook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.bailiwick.adapter.connect.AgentConnection;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.internal.SmallJson;
import io.bailiwick.adapter.life.Connection;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.Confirmation;
import io.bailiwick.scope.AgentBinding;
import io.bailiwick.scope.AgentPath;
import io.bailiwick.scope.MalformedPath;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a connection while it sleeps or its process is replaced, to go on with later.
 * Nothing of a token and no secret is in it, so it opens nothing: whoever comes back brings a fresh
 * credential through the gate, and the snapshot only says what to go on with. Nothing runs on what
 * it says before that. Immutable.
 *
 * <p>It is kept by the service, as its own data is: its state is believed as it stands, so it is no
 * thing to hand to a client.
 *
 * @param binding what the token was bound to
 * @param confirmation the key or certificate that it was bound to: its thumbprint, no secret
 * @param issuedAt when the token was, that it had at last
 * @param state as the service wrote it, {@value #MAX_STATE} characters at most
 * @param subscriptions to be subscribed to anew, each decided anew
 */
public record ConnectionSnapshot(
    AgentPath agent,
    Caller.Identity identity,
    List<Caller.Actor> actors,
    Optional<AgentBinding> binding,
    Optional<Confirmation> confirmation,
    Instant issuedAt,
    Instant takenAt,
    boolean readonly,
    List<String> subscriptions,
    String state) {

  /** The most characters of a state. */
  public static final int MAX_STATE = 64 * 1024;

  private static final int VERSION = 1;
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * @throws IllegalArgumentException where the state is longer than may be
   */
  public ConnectionSnapshot {
    actors = List.copyOf(actors);
    subscriptions = List.copyOf(subscriptions);
    if (state.length() > MAX_STATE) {
      throw new IllegalArgumentException("A state has up to " + MAX_STATE + " characters");
    }
  }

  /**
   * Of one that is there now.
   *
   * @throws Refused where it has ended or expired: that does not come back
   */
  public static ConnectionSnapshot of(
      LiveConnection<?> live, List<String> subscriptions, String state, Instant now) {
    live.connection().requireLive();
    Caller caller = live.caller();
    return new ConnectionSnapshot(
        live.agent(),
        caller.identity(),
        caller.actors(),
        caller.agent(),
        caller.confirmation(),
        caller.originallyIssuedAt(),
        now,
        live.isReadonly(),
        subscriptions,
        state);
  }

  /**
   * @throws Refused as forbidden where it is another's or to another agent; as expired where the
   *     snapshot is older than may be, or the credential is older than the one before
   */
  void requireSame(Connection fresh, Instant oldest) {
    Caller caller = fresh.caller();
    if (!agent.equals(fresh.agent())
        || !identity.equals(caller.identity())
        || !actors.equals(caller.actors())
        || !binding.equals(caller.agent())
        || !confirmation.equals(caller.confirmation())) {
      throw new Refused(Refusal.of(Refusal.Code.FORBIDDEN));
    }
    if (takenAt.isBefore(oldest) || caller.originallyIssuedAt().isBefore(issuedAt)) {
      throw new Refused(AgentConnection.expiry());
    }
  }

  /** As it is stored: JSON. */
  public String text() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("version", VERSION);
      json.writeStringField("agent", agent.name());
      array(json, "key", agent.key());
      json.writeStringField("iss", identity.issuer());
      json.writeStringField("sub", identity.subject());
      optional(json, "client", identity.clientId());
      json.writeArrayFieldStart("actors");
      for (Caller.Actor each : actors) {
        json.writeStartObject();
        json.writeStringField("sub", each.subject());
        optional(json, "iss", each.issuer());
        json.writeEndObject();
      }
      json.writeEndArray();
      optional(json, "bound_agent", binding.map(AgentBinding::name));
      if (binding.flatMap(AgentBinding::key).isPresent()) {
        array(json, "bound_key", binding.flatMap(AgentBinding::key).get());
      }
      optional(json, "jkt", confirmation.flatMap(Confirmation::keyThumbprint));
      optional(json, "x5t", confirmation.flatMap(Confirmation::certificateThumbprint));
      json.writeStringField("issued_at", issuedAt.toString());
      json.writeStringField("taken_at", takenAt.toString());
      json.writeBooleanField("readonly", readonly);
      array(json, "subscriptions", subscriptions);
      json.writeStringField("state", state);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Reads what {@link #text()} wrote.
   *
   * @throws IllegalArgumentException where it is nothing of the kind; says nothing of what it is
   */
  public static ConnectionSnapshot read(String text) {
    try {
      Map<String, @Nullable Object> stored = SmallJson.object(text);
      if (!Long.valueOf(VERSION).equals(stored.get("version"))) {
        throw malformed();
      }
      return new ConnectionSnapshot(
          new AgentPath(required(stored, "agent"), texts(stored.get("key"))),
          new Caller.Identity(
              required(stored, "iss"), required(stored, "sub"), text(stored, "client")),
          list(stored.get("actors")).stream().map(ConnectionSnapshot::actor).toList(),
          text(stored, "bound_agent")
              .map(
                  name ->
                      new AgentBinding(
                          name,
                          Optional.ofNullable(stored.get("bound_key")).map(key -> texts(key)))),
          confirmation(text(stored, "jkt"), text(stored, "x5t")),
          Instant.parse(required(stored, "issued_at")),
          Instant.parse(required(stored, "taken_at")),
          // what does not say that it may write may not
          !Boolean.FALSE.equals(stored.get("readonly")),
          texts(stored.get("subscriptions")),
          required(stored, "state"));
    } catch (SmallJson.Malformed | DateTimeException | MalformedPath e) {
      throw malformed();
    }
  }

  /** To which kind of agent; neither whose it is nor its state. */
  @Override
  public String toString() {
    return "ConnectionSnapshot[" + agent.name() + ", " + takenAt + "]";
  }

  private static Caller.Actor actor(@Nullable Object stored) {
    if (stored instanceof Map<?, ?> members && members.get("sub") instanceof String subject) {
      return new Caller.Actor(
          subject,
          members.get("iss") instanceof String issuer ? Optional.of(issuer) : Optional.empty());
    }
    throw malformed();
  }

  private static Optional<Confirmation> confirmation(Optional<String> key, Optional<String> cert) {
    return key.isEmpty() && cert.isEmpty()
        ? Optional.empty()
        : Optional.of(new Confirmation(key, cert));
  }

  private static String required(Map<String, @Nullable Object> stored, String name) {
    return text(stored, name).orElseThrow(ConnectionSnapshot::malformed);
  }

  private static Optional<String> text(Map<String, @Nullable Object> stored, String name) {
    Object value = stored.get(name);
    if (value != null && !(value instanceof String)) {
      throw malformed();
    }
    return Optional.ofNullable((String) value);
  }

  private static List<?> list(@Nullable Object stored) {
    if (stored instanceof List<?> elements) {
      return elements;
    }
    throw malformed();
  }

  private static List<String> texts(@Nullable Object stored) {
    return list(stored).stream()
        .map(each -> each instanceof String text ? text : null)
        .map(each -> Optional.ofNullable(each).orElseThrow(ConnectionSnapshot::malformed))
        .toList();
  }

  private static void optional(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
  }

  private static void array(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String each : values) {
      json.writeString(each);
    }
    json.writeEndArray();
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("That is no snapshot of a connection");
  }
}
