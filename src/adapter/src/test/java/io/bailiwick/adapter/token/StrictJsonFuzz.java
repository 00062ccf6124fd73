package io.bailiwick.adapter.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.TreeSet;

/**
 * Any bytes as a JSON object. Nothing but {@link TokenRejected} may come of it, what {@link
 * PlainJson} reads {@link StrictJson} reads alike, and what that reads, Jackson's own tree has too.
 */
public final class StrictJsonFuzz {
  private static final ObjectMapper TREES = new ObjectMapper();

  private StrictJsonFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    PlainReading.requireTakenByStrictToo(input);
    Map<String, Object> object;
    try {
      object = StrictJson.object(input);
    } catch (TokenRejected e) {
      return;
    }
    try {
      JsonNode tree = TREES.readTree(input);
      TreeSet<String> names = new TreeSet<>();
      tree.fieldNames().forEachRemaining(names::add);
      if (!new TreeSet<>(object.keySet()).equals(names)) {
        throw new AssertionError("Other names are read here than there");
      }
      object.forEach((name, value) -> requireSame(value, tree.get(name)));
    } catch (IOException e) {
      throw new AssertionError("What is read here is not JSON elsewhere", e);
    }
  }

  private static void requireSame(Object here, JsonNode there) {
    boolean same =
        here instanceof String text
            ? there.isTextual() && there.textValue().equals(text)
            : !(here instanceof Long number) || there.longValue() == number;
    if (!same) {
      throw new AssertionError("Another value is read here than there");
    }
  }
}
