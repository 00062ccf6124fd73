package io.bailiwick.testkit.corpus;

import java.util.Map;
import java.util.stream.Collectors;

/** JSON written as it is told, wrong too. */
final class Json {
  private Json() {}

  /** A string in ASCII. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c >= ' ' && c < 127) {
        quoted.append(c);
      } else {
        quoted.append(String.format("\\u%04x", (int) c));
      }
    }
    return quoted.append('"').toString();
  }

  /** An object whose values are raw JSON. */
  static String object(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> quote(member.getKey()) + ":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  static String array(String... texts) {
    return java.util.Arrays.stream(texts)
        .map(Json::quote)
        .collect(Collectors.joining(",", "[", "]"));
  }
}
