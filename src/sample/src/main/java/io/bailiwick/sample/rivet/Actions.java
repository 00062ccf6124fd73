package io.bailiwick.sample.rivet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What the actors here can do: {@code echo}. */
final class Actions {
  private Actions() {}

  /** Empty where there is no such action. */
  static Optional<String> run(String subject, String name, JsonNode arguments) {
    return name.equals("echo")
        ? Optional.of(subject + ": " + arguments.path(0).asText())
        : Optional.empty();
  }
}
