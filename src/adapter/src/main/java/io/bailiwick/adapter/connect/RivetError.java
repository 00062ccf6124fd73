package io.bailiwick.adapter.connect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The frame in which a Rivet client is told of an error of its connection, in each of its three
 * encodings. Written by hand: it is one shape, of few short texts, and BARE has no library.
 *
 * @param metadata texts by name
 */
record RivetError(
    String group, String code, String message, List<Map.Entry<String, String>> metadata) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Of the client's protocol, as sent ahead of a BARE message. */
  private static final int VERSION = 4;

  private static final int ERROR_TAG = 1;
  private static final int CBOR_NULL = 0xf6;
  private static final int CBOR_TEXT = 3;
  private static final int CBOR_MAP = 5;

  static RivetError of(Refusal how) {
    List<Map.Entry<String, String>> metadata = new ArrayList<>();
    metadata.add(Map.entry("refusal", how.closeReason()));
    if (!how.requiredScopes().isEmpty()) {
      metadata.add(Map.entry("required_scopes", String.join(" ", how.requiredScopes())));
    }
    how.retryAfter()
        .ifPresent(after -> metadata.add(Map.entry("retry_after", ErrorVoice.seconds(after))));
    how.incident().ifPresent(incident -> metadata.add(Map.entry("incident", incident)));
    String message = ErrorVoice.message(how);
    if (!how.retryable()) {
      return new RivetError(how.group(), how.text(), message, metadata);
    }
    // what its client comes back after, be it with a fresh token or later
    return how.retryAfter().isPresent()
        ? new RivetError("guard", "service_unavailable", message, metadata)
        : new RivetError("ws", "going_away", message, metadata);
  }

  /** As a close reason. */
  String reason() {
    return group + "." + code;
  }

  String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeObjectFieldStart("body");
      json.writeStringField("tag", "Error");
      json.writeObjectFieldStart("val");
      json.writeStringField("group", group);
      json.writeStringField("code", code);
      json.writeStringField("message", message);
      json.writeObjectFieldStart("metadata");
      for (Map.Entry<String, String> each : metadata) {
        json.writeStringField(each.getKey(), each.getValue());
      }
      json.writeEndObject();
      json.writeNullField("actionId");
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** RFC 8949. */
  byte[] cbor() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    head(out, CBOR_MAP, 1);
    cborText(out, "body");
    head(out, CBOR_MAP, 2);
    cborText(out, "tag");
    cborText(out, "Error");
    cborText(out, "val");
    head(out, CBOR_MAP, 5);
    cborText(out, "group");
    cborText(out, group);
    cborText(out, "code");
    cborText(out, code);
    cborText(out, "message");
    cborText(out, message);
    cborText(out, "metadata");
    out.writeBytes(cborMetadata());
    cborText(out, "actionId");
    out.write(CBOR_NULL);
    return out.toByteArray();
  }

  /** The protocol's version, then the error within its union; its metadata is CBOR. */
  byte[] bare() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(VERSION);
    out.write(0);
    out.write(ERROR_TAG);
    bareData(out, group.getBytes(StandardCharsets.UTF_8));
    bareData(out, code.getBytes(StandardCharsets.UTF_8));
    bareData(out, message.getBytes(StandardCharsets.UTF_8));
    out.write(1);
    bareData(out, cborMetadata());
    // no action's, and of no actor
    out.write(0);
    out.write(0);
    return out.toByteArray();
  }

  private byte[] cborMetadata() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    head(out, CBOR_MAP, metadata.size());
    metadata.forEach(
        each -> {
          cborText(out, each.getKey());
          cborText(out, each.getValue());
        });
    return out.toByteArray();
  }

  private static void cborText(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    head(out, CBOR_TEXT, bytes.length);
    out.writeBytes(bytes);
  }

  /** RFC 8949, 3: the major type, and a length of up to two bytes. */
  private static void head(ByteArrayOutputStream out, int type, int length) {
    if (length < 24) {
      out.write(type << 5 | length);
    } else if (length < 0x100) {
      out.write(type << 5 | 24);
      out.write(length);
    } else {
      out.write(type << 5 | 25);
      out.write(length >> 8);
      out.write(length);
    }
  }

  private static void bareData(ByteArrayOutputStream out, byte[] bytes) {
    int left = bytes.length;
    while (left >= 0x80) {
      out.write(left & 0x7f | 0x80);
      left >>= 7;
    }
    out.write(left);
    out.writeBytes(bytes);
  }
}
