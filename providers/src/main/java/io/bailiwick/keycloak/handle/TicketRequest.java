package io.bailiwick.keycloak.handle;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.util.JsonSerialization;

/**
 * What is asked of the tickets endpoint: one resource, in a form or in a JSON object.
 *
 * @param resource as sent
 */
record TicketRequest(String resource) {
  static final int MOST_BYTES = 4096;
  private static final String RESOURCE = "resource";

  static TicketRequest form(HttpHeaders headers, @Nullable MultivaluedMap<String, String> fields)
      throws TicketRefused {
    bounded(headers);
    if (fields != null && length(fields) > MOST_BYTES) {
      throw tooLong();
    }
    List<String> values = fields == null ? List.of() : fields.getOrDefault(RESOURCE, List.of());
    if (values.size() > 1) {
      throw TicketRefused.request("resource may be given once only");
    }
    return of(values.isEmpty() ? null : values.get(0));
  }

  static TicketRequest json(HttpHeaders headers, InputStream body) throws TicketRefused {
    bounded(headers);
    try {
      byte[] bytes = body.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw tooLong();
      }
      @Nullable Members members =
          JsonSerialization.valueFromString(
              new String(bytes, StandardCharsets.UTF_8), Members.class);
      @Nullable Object value = members == null ? null : members.get(RESOURCE);
      if (value != null && !(value instanceof String)) {
        throw TicketRefused.request("resource is no text");
      }
      return of((String) value);
    } catch (IOException | RuntimeException e) {
      throw TicketRefused.request("the body is no JSON object with distinct members");
    }
  }

  static TicketRefused neither() {
    return TicketRefused.request("the body is neither a form nor JSON");
  }

  private static TicketRequest of(@Nullable String resource) throws TicketRefused {
    if (resource == null || resource.isEmpty()) {
      throw TicketRefused.request("resource is missing");
    }
    if (resource.length() > MOST_BYTES) {
      throw tooLong();
    }
    return new TicketRequest(resource);
  }

  /** Before the body is read, where its length is said. */
  private static void bounded(HttpHeaders headers) throws TicketRefused {
    if (headers.getLength() > MOST_BYTES) {
      throw tooLong();
    }
  }

  /**
   * How long the form is when it is written as short as can be. Keycloak has read it by the time
   * that anybody else can look, within the limits that it has for every form; one that came in
   * chunks never said its length.
   */
  private static long length(MultivaluedMap<String, String> fields) {
    long length = 0;
    for (Map.Entry<String, List<String>> field : fields.entrySet()) {
      for (String value : field.getValue()) {
        length += encoded(field.getKey()) + 1 + (value == null ? 0 : encoded(value)) + 1;
      }
    }
    return Math.max(0, length - 1);
  }

  private static int encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).length();
  }

  private static TicketRefused tooLong() {
    return TicketRefused.request("the body has more than " + MOST_BYTES + " bytes");
  }

  /** A JSON object's members; naming one twice is refused, since readers differ in which counts. */
  static final class Members extends HashMap<String, Object> {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Object put(String name, Object value) {
      if (containsKey(name)) {
        throw new IllegalArgumentException("named twice");
      }
      return super.put(name, value);
    }
  }
}
