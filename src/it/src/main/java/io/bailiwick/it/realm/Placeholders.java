package io.bailiwick.it.realm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * Keycloak's {@code ${NAME:default}} in a realm's texts, with defaults that may hold placeholders
 * themselves. A name that is neither set nor has a default stays as it is: that is how message keys
 * such as {@code ${emailScopeConsentText}} survive an import.
 */
final class Placeholders {
  private Placeholders() {}

  static ObjectNode resolve(ObjectNode object, Environment environment) {
    ObjectNode resolved = object.objectNode();
    object
        .properties()
        .forEach(entry -> resolved.set(entry.getKey(), resolve(entry.getValue(), environment)));
    return resolved;
  }

  private static JsonNode resolve(JsonNode node, Environment environment) {
    if (node instanceof ObjectNode object) {
      return resolve(object, environment);
    }
    if (node instanceof ArrayNode array) {
      ArrayNode resolved = array.arrayNode();
      array.forEach(element -> resolved.add(resolve(element, environment)));
      return resolved;
    }
    return node.isTextual() ? TextNode.valueOf(resolve(node.textValue(), environment)) : node;
  }

  static String resolve(String text, Environment environment) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (true) {
      int open = text.indexOf("${", at);
      int close = open < 0 ? -1 : closing(text, open + 2);
      if (close < 0) {
        return out.append(text, at, text.length()).toString();
      }
      out.append(text, at, open);
      String value = value(text.substring(open + 2, close), environment);
      out.append(value != null ? value : text.substring(open, close + 1));
      at = close + 1;
    }
  }

  private static @Nullable String value(String expression, Environment environment) {
    int colon = expression.indexOf(':');
    String name = colon < 0 ? expression : expression.substring(0, colon);
    String value = environment.get(name);
    if (value != null || colon < 0) {
      return value;
    }
    return resolve(expression.substring(colon + 1), environment);
  }

  private static int closing(String text, int from) {
    int depth = 1;
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '}' && --depth == 0) {
        return i;
      }
      if (text.startsWith("${", i)) {
        depth++;
      }
    }
    return -1;
  }
}
