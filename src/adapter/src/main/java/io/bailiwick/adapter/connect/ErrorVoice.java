package io.bailiwick.adapter.connect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How a service puts refusals to its callers: the RFC 6750 challenge and the body. */
final class ErrorVoice {
  private static final JsonFactory JSON = new JsonFactory();

  private final String realm;
  private final Optional<String> resourceMetadata;
  private final ErrorFormat format;

  ErrorVoice(String realm, Optional<String> resourceMetadata, ErrorFormat format) {
    this.realm = realm;
    this.resourceMetadata = resourceMetadata;
    this.format = format;
  }

  Answer answer(Refusal refusal) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json;charset=utf-8");
    headers.put("Cache-Control", "no-store");
    challenge(refusal).ifPresent(challenge -> headers.put("WWW-Authenticate", challenge));
    refusal.retryAfter().ifPresent(after -> headers.put("Retry-After", seconds(after)));
    return new Answer(refusal.status(), headers, body(refusal));
  }

  /** RFC 6750, 3, with RFC 9728's {@code resource_metadata}: on every 401, and where a scope is. */
  Optional<String> challenge(Refusal refusal) {
    Optional<String> error = refusal.code().challengeError();
    if (refusal.status() != 401 && error.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder challenge = new StringBuilder("Bearer realm=").append(quoted(realm));
    error.ifPresent(
        name ->
            challenge
                .append(", error=")
                .append(quoted(name))
                .append(", error_description=")
                .append(quoted(message(refusal.code()))));
    if (error.isPresent() && !refusal.requiredScopes().isEmpty()) {
      challenge.append(", scope=").append(quoted(String.join(" ", refusal.requiredScopes())));
    }
    resourceMetadata.ifPresent(url -> challenge.append(", resource_metadata=").append(quoted(url)));
    return Optional.of(challenge.toString());
  }

  String body(Refusal refusal) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      if (format == ErrorFormat.DETAIL) {
        json.writeStringField("detail", detail(refusal));
      } else {
        json.writeStringField("group", refusal.code().group());
        json.writeStringField("code", refusal.code().text());
        json.writeStringField("message", message(refusal.code()));
        writeMetadata(json, refusal);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void writeMetadata(JsonGenerator json, Refusal refusal) throws IOException {
    json.writeObjectFieldStart("metadata");
    if (!refusal.requiredScopes().isEmpty()) {
      json.writeArrayFieldStart("required_scopes");
      for (String scope : refusal.requiredScopes()) {
        json.writeString(scope);
      }
      json.writeEndArray();
    }
    if (refusal.retryAfter().isPresent()) {
      json.writeNumberField("retry_after", Long.parseLong(seconds(refusal.retryAfter().get())));
    }
    if (refusal.incident().isPresent()) {
      json.writeStringField("incident", refusal.incident().get());
    }
    json.writeEndObject();
  }

  private static String detail(Refusal refusal) {
    return refusal.code() == Refusal.Code.INSUFFICIENT_PERMISSIONS
            && !refusal.requiredScopes().isEmpty()
        ? "Insufficient permissions. Required scope(s): "
            + String.join(", ", refusal.requiredScopes())
        : message(refusal.code());
  }

  private static String message(Refusal.Code code) {
    return switch (code) {
      case MISSING_TOKEN -> "A token is needed: send it as Authorization: Bearer";
      case INVALID_TOKEN -> "The token can't be used here: ask for a new one";
      case EXPIRED_TOKEN -> "Token has expired: ask for a new one";
      case WRONG_AUDIENCE -> "The token was issued for another service: ask for one for this";
      case REVOKED -> "The token has been revoked: log in again";
      case FORBIDDEN -> "This is not open to this token";
      case INSUFFICIENT_PERMISSIONS -> "A scope is missing: ask for a token with it";
      case NOT_FOUND -> "There is no such thing";
      case RATE_LIMITED -> "Too many requests: try again later";
      case UNAVAILABLE -> "This can't be decided just now: try again later";
      case INVALID_REQUEST -> "The request can't be read safely: check its path and method";
      case INTERNAL_ERROR -> "Something went wrong: tell the operator the incident";
    };
  }

  /** Whole seconds, rounded up: one that came too early would be refused again. */
  private static String seconds(Duration after) {
    long seconds = after.plusNanos(999_999_999).toSeconds();
    return Long.toString(Math.max(1, seconds));
  }

  /** RFC 9110, 5.6.4. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
