package io.bailiwick.it.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A JWT's header and claims, decoded and <b>not verified</b>: to show and to assert on, never to
 * decide by.
 */
public record DecodedJwt(JsonNode header, JsonNode claims) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static DecodedJwt of(String compact) {
    String[] parts = compact.split("\\.", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("Not a compact JWS");
    }
    return new DecodedJwt(part(parts[0]), part(parts[1]));
  }

  /** The {@code aud} claim as a list, whether it is one text or many; empty where there is none. */
  public List<String> audience() {
    return texts(claims.path("aud"));
  }

  /** The {@code scopes} claim; empty where there is none. */
  public List<String> scopes() {
    return texts(claims.path("scopes"));
  }

  /** The {@code scope} claim's names; empty where there is none. */
  public List<String> scopeNames() {
    String scope = claims.path("scope").asText();
    return scope.isEmpty() ? List.of() : List.of(scope.split(" "));
  }

  /** What the token is bound to: empty, the agent's name alone, or the name and the key's parts. */
  public List<String> binding() {
    JsonNode agent = claims.path("agent");
    if (agent.isMissingNode()) {
      return List.of();
    }
    List<String> binding = new ArrayList<>(List.of(agent.path("name").asText()));
    binding.addAll(texts(agent.path("key")));
    return List.copyOf(binding);
  }

  private static List<String> texts(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false).map(JsonNode::asText).toList()
        : node.isTextual() ? List.of(node.asText()) : List.of();
  }

  private static JsonNode part(String encoded) {
    try {
      return JSON.readTree(Base64.getUrlDecoder().decode(encoded));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
