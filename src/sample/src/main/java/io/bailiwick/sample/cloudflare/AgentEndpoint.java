package io.bailiwick.sample.cloudflare;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.adapter.life.Connection;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;

/**
 * An agent for Cloudflare's client: it says who it is, answers the method {@code echo}, keeps no
 * state, and says any other text back. A call needs what a run of the agent needs.
 */
public final class AgentEndpoint extends Endpoint {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    Connection connection =
        (Connection) requireNonNull(session.getUserProperties().get(Connection.class.getName()));
    session.addMessageHandler(
        String.class,
        message -> {
          // each time: what was allowed at first may not be any more
          connection.require("run");
          send(session, answer(connection, message));
        });
    ObjectNode identity = JSON.createObjectNode();
    identity.put("type", "cf_agent_identity");
    identity.put("agent", connection.agent().name());
    identity.put("name", connection.agent().key().get(0));
    send(session, identity.toString());
  }

  private static String answer(Connection connection, String message) {
    String subject = connection.caller().subject();
    JsonNode asked;
    try {
      asked = JSON.readTree(message);
    } catch (JsonProcessingException e) {
      return subject + ": " + message;
    }
    return switch (asked.path("type").asText()) {
      case "rpc" -> called(subject, asked).toString();
      case "cf_agent_state" ->
          JSON.createObjectNode()
              .put("type", "cf_agent_state_error")
              .put("error", "This agent keeps no state")
              .toString();
      default -> subject + ": " + message;
    };
  }

  private static ObjectNode called(String subject, JsonNode asked) {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("type", "rpc");
    answer.put("id", asked.path("id").asText());
    boolean known = asked.path("method").asText().equals("echo");
    answer.put("success", known);
    if (known) {
      answer.put("result", subject + ": " + asked.path("args").path(0).asText());
      answer.put("done", true);
    } else {
      answer.put("error", "There is no such method");
    }
    return answer;
  }

  private static void send(Session session, String text) {
    try {
      session.getBasicRemote().sendText(text);
    } catch (IOException e) {
      // the peer is gone, and the container closes
    }
  }
}
