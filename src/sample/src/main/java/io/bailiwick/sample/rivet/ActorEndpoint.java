package io.bailiwick.sample.rivet;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.life.Connection;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.Optional;

/**
 * An actor for a {@code rivetkit} client that speaks JSON. An action needs what a run of the agent
 * needs; where that is missing the action fails and the connection stays.
 */
public final class ActorEndpoint extends Endpoint {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    Connection connection =
        (Connection) requireNonNull(session.getUserProperties().get(Connection.class.getName()));
    session.addMessageHandler(String.class, message -> receive(session, connection, message));
    ObjectNode init = JSON.createObjectNode();
    // whoever is connected is told an id, and can do nothing with it
    init.put("actorId", connection.id());
    init.put("connectionId", connection.id());
    send(session, "Init", init);
  }

  private static void receive(Session session, Connection connection, String message) {
    JsonNode body = body(message);
    if (body.path("tag").asText().equals("ActionRequest")) {
      act(session, connection, body.path("val"));
    }
    // a subscription is taken, and no event ever comes
  }

  private static void act(Session session, Connection connection, JsonNode asked) {
    ObjectNode answer = JSON.createObjectNode();
    try {
      connection.require("run");
      Optional<String> output =
          Actions.run(
              connection.caller().subject(), asked.path("name").asText(), asked.path("args"));
      if (output.isPresent()) {
        answer.set("id", asked.path("id"));
        answer.put("output", output.get());
        send(session, "ActionResponse", answer);
        return;
      }
      error(answer, "actor", "action_not_found", "There is no such action");
    } catch (Refused e) {
      Refusal.Code code = e.refusal().code();
      if (code.status() != 403) {
        throw e;
      }
      error(answer, code.group(), code.text(), "This is not open to this token");
    }
    answer.set("actionId", asked.path("id"));
    send(session, "Error", answer);
  }

  private static void error(ObjectNode answer, String group, String code, String message) {
    answer.put("group", group);
    answer.put("code", code);
    answer.put("message", message);
  }

  private static JsonNode body(String message) {
    try {
      return JSON.readTree(message).path("body");
    } catch (JsonProcessingException e) {
      // not as the cause: it quotes what it could not read
      throw new Refused(Refusal.of(Refusal.Code.INVALID_REQUEST));
    }
  }

  private static void send(Session session, String tag, JsonNode value) {
    ObjectNode message = JSON.createObjectNode();
    ObjectNode body = message.putObject("body");
    body.put("tag", tag);
    body.set("val", value);
    try {
      session.getBasicRemote().sendText(message.toString());
    } catch (IOException e) {
      // the peer is gone, and the container closes
    }
  }
}
