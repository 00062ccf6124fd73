package io.bailiwick.it.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What the token endpoint answered: tokens, or an OAuth error. */
public final class TokenAnswer {
  private final int status;
  private final JsonNode body;

  TokenAnswer(Http.Answer answer) {
    this.status = answer.status();
    this.body = answer.json();
  }

  public int status() {
    return status;
  }

  /** The OAuth error code; empty where a token came. */
  public String error() {
    return body.path("error").asText();
  }

  public String errorDescription() {
    return body.path("error_description").asText();
  }

  /** The response's own {@code scope}, not the token's. */
  public String scope() {
    return body.path("scope").asText();
  }

  public boolean hasToken() {
    return body.hasNonNull("access_token");
  }

  /** The access token, to be sent on. */
  public String accessToken() {
    return required("access_token");
  }

  public String refreshToken() {
    return required("refresh_token");
  }

  public Optional<String> idToken() {
    return Optional.ofNullable(body.path("id_token").textValue());
  }

  /** The access token, to be looked at. */
  public DecodedJwt token() {
    return DecodedJwt.of(accessToken());
  }

  /** The whole response; it holds tokens, so don't print it. */
  public JsonNode body() {
    return body;
  }

  private String required(String name) {
    String value = body.path(name).textValue();
    if (value == null) {
      throw new IllegalStateException(
          "No " + name + " in the answer: " + status + " " + error() + " " + errorDescription());
    }
    return value;
  }

  @Override
  public String toString() {
    return "TokenAnswer[" + status + (error().isEmpty() ? "" : " " + error()) + "]";
  }
}
