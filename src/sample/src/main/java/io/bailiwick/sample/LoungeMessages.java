package io.bailiwick.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import java.util.Map;

/** What goes over the wire in the lounge: one JSON object a message. */
final class LoungeMessages {
  private static final JsonMapper JSON = new JsonMapper();

  private LoungeMessages() {}

  /**
   * What a client wants.
   *
   * @param action {@code subscribe}, {@code unsubscribe}, {@code publish}, or one of the lounge's
   * @param of an event, a queue, or somebody's nick
   * @param text what is said
   */
  record Wanted(String action, String of, String text) {}

  /**
   * @throws Refused where it can't be read
   */
  static Wanted read(String message) {
    try {
      JsonNode read = JSON.readTree(message);
      if (read.isObject() && read.path("action").isTextual()) {
        return new Wanted(read.path("action").textValue(), text(read, "of"), text(read, "text"));
      }
    } catch (JsonProcessingException e) {
      // as below: its message would quote what it could not read
    }
    throw new Refused(Refusal.of(Refusal.Code.INVALID_REQUEST));
  }

  static String write(Map<String, ?> message) {
    try {
      return JSON.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Texts and lists can be written", e);
    }
  }

  private static String text(JsonNode from, String name) {
    return from.path(name).asText("");
  }
}
