package io.bailiwick.adapter.connect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.bailiwick.adapter.token.Presentation.Scheme;
import io.bailiwick.adapter.token.ProofOfPossession;
import io.bailiwick.adapter.token.ProofOffer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a service puts refusals to its callers: the RFC 6750 challenge and the body. */
final class ErrorVoice {
  private static final JsonFactory JSON = new JsonFactory();

  private final String realm;
  private final Optional<String> resourceMetadata;
  private final ErrorFormat format;
  private final ProofOfPossession proofs;

  ErrorVoice(
      String realm,
      Optional<String> resourceMetadata,
      ErrorFormat format,
      ProofOfPossession proofs) {
    this.realm = realm;
    this.resourceMetadata = resourceMetadata;
    this.format = format;
    this.proofs = proofs;
  }

  Answer answer(Refusal refusal) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json;charset=utf-8");
    headers.put("Cache-Control", "no-store");
    challenge(refusal).ifPresent(challenge -> headers.put("WWW-Authenticate", challenge));
    if (refusal.status() == 401) {
      proofs.dpopNonce().ifPresent(nonce -> headers.put("DPoP-Nonce", nonce));
    }
    refusal.retryAfter().ifPresent(after -> headers.put("Retry-After", seconds(after)));
    return new Answer(refusal.status(), headers, body(refusal));
  }

  /**
   * RFC 6750, 3, and RFC 9449, 7.1, with RFC 9728's {@code resource_metadata}: on every 401, and
   * where a scope is missing. What is wrong with a proof is said under its own scheme only.
   */
  Optional<String> challenge(Refusal refusal) {
    Optional<String> error = refusal.code().challengeError();
    if (refusal.status() != 401 && error.isEmpty()) {
      return Optional.empty();
    }
    ProofOffer offer = proofs.offer();
    boolean ofProof =
        refusal.code() == Refusal.Code.INVALID_PROOF
            || refusal.code() == Refusal.Code.NONCE_REQUIRED;
    List<String> challenges = new ArrayList<>();
    if (offer.takes(Scheme.BEARER) && !(ofProof && offer.takes(Scheme.DPOP))) {
      challenges.add(challenge("Bearer", refusal, List.of()));
    }
    if (offer.takes(Scheme.DPOP)) {
      challenges.add(challenge("DPoP", refusal, offer.dpopAlgorithms()));
    }
    return Optional.of(String.join(", ", challenges));
  }

  private String challenge(String scheme, Refusal refusal, List<String> algorithms) {
    Optional<String> error = refusal.code().challengeError();
    StringBuilder challenge = new StringBuilder(scheme).append(" realm=").append(quoted(realm));
    if (!algorithms.isEmpty()) {
      challenge.append(", algs=").append(quoted(String.join(" ", algorithms)));
    }
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
    return challenge.toString();
  }

  String body(Refusal refusal) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      if (format == ErrorFormat.DETAIL) {
        json.writeStringField("detail", detail(refusal));
      } else {
        json.writeStringField("group", refusal.group());
        json.writeStringField("code", refusal.text());
        json.writeStringField("message", message(refusal));
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
    for (Map.Entry<String, Object> each : said(refusal).entrySet()) {
      json.writeFieldName(each.getKey());
      write(json, each.getValue());
    }
    if (!refusal.requiredScopes().isEmpty()) {
      json.writeArrayFieldStart("required_scopes");
      for (String scope : refusal.requiredScopes()) {
        json.writeString(scope);
      }
      json.writeEndArray();
    }
    if (refusal.retryAfter().isPresent()) {
      long seconds = Long.parseLong(seconds(refusal.retryAfter().get()));
      json.writeNumberField("retry_after", seconds);
      // the name that existing clients of agents read
      json.writeNumberField("retryAfter", seconds);
    }
    if (refusal.incident().isPresent()) {
      json.writeStringField("incident", refusal.incident().get());
    }
    json.writeEndObject();
  }

  /** Without names that are ours to say: one object never has a name twice. */
  private static Map<String, Object> said(Refusal refusal) {
    Map<String, Object> said =
        new LinkedHashMap<>(refusal.detail().map(ErrorDetail::metadata).orElse(Map.of()));
    said.keySet().removeAll(List.of("required_scopes", "retry_after", "incident"));
    return said;
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> members) {
      json.writeStartObject();
      for (Map.Entry<?, ?> each : members.entrySet()) {
        json.writeFieldName((String) each.getKey());
        write(json, each.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> elements) {
      json.writeStartArray();
      for (Object each : elements) {
        write(json, each);
      }
      json.writeEndArray();
    } else {
      json.writePOJO(value);
    }
  }

  private static String detail(Refusal refusal) {
    return refusal.code() == Refusal.Code.INSUFFICIENT_PERMISSIONS
            && refusal.detail().isEmpty()
            && !refusal.requiredScopes().isEmpty()
        ? "Insufficient permissions. Required scope(s): "
            + String.join(", ", refusal.requiredScopes())
        : message(refusal);
  }

  static String message(Refusal refusal) {
    return refusal.detail().map(ErrorDetail::message).orElseGet(() -> message(refusal.code()));
  }

  /** What to do next, in words; the same for all who are refused so. */
  static String message(Refusal.Code code) {
    return switch (code) {
      case MISSING_TOKEN -> "A token is needed: send it as Authorization: Bearer";
      case INVALID_TOKEN -> "The token can't be used here: ask for a new one";
      case PROOF_REQUIRED -> "The token is bound: send it with proof of what it is bound to";
      case INVALID_PROOF -> "The DPoP proof can't be used here: make a new one for each request";
      case NONCE_REQUIRED -> "The DPoP proof needs the nonce in DPoP-Nonce: make a new one with it";
      case EXPIRED_TOKEN -> "Token has expired: ask for a new one";
      case WRONG_AUDIENCE -> "The token was issued for another service: ask for one for this";
      case REVOKED -> "The token has been revoked: log in again";
      case FORBIDDEN -> "This is not open to this token";
      case INSUFFICIENT_PERMISSIONS -> "A scope is missing: ask for a token with it";
      case NOT_FOUND -> "There is no such thing";
      case RATE_LIMITED -> "Too many requests: try again later";
      case UNAVAILABLE -> "This can't be decided just now: try again later";
      case GOING_AWAY -> "This service is stopping: try again later";
      case INVALID_REQUEST -> "The request can't be read safely: check its path and method";
      case USER_ERROR -> "The service refuses this by a rule of its own";
      case INTERNAL_ERROR -> "Something went wrong: tell the operator the incident";
    };
  }

  /** Whole seconds, rounded up: one that came too early would be refused again. */
  static String seconds(Duration after) {
    long seconds = after.plusNanos(999_999_999).toSeconds();
    return Long.toString(Math.max(1, seconds));
  }

  /** RFC 9110, 5.6.4. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
