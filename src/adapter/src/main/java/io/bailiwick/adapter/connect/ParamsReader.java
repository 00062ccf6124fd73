package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.internal.SmallJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads connection parameters from wherever the service allows them. */
final class ParamsReader {
  /** Anything else in a header means one thing to one reader and another to the next. */
  private static final Pattern PLAIN = Pattern.compile("[\\x20-\\x7e]*");

  private final CredentialPlaces places;
  private final Subprotocols subprotocols;

  /**
   * @param credential the ticket or token in them, if there is one
   * @param params the rest
   */
  record Read(Optional<String> credential, ConnectionParams params) {
    static final Read NOTHING = new Read(Optional.empty(), ConnectionParams.none());

    @Override
    public String toString() {
      return "Read[" + params + "]";
    }
  }

  ParamsReader(CredentialPlaces places, Subprotocols subprotocols) {
    this.places = places;
    this.subprotocols = subprotocols;
  }

  /**
   * @param socket whether subprotocol entries are looked at
   * @throws Refused where they are malformed or too large, or sent twice
   */
  Read read(ConnectRequest request, boolean socket) {
    if (!places.connectionParams()) {
      return Read.NOTHING;
    }
    List<String> sent = new ArrayList<>();
    for (String header : request.headers(places.names().paramsHeader())) {
      sent.add(plain(header));
    }
    if (socket) {
      subprotocols.params(request).forEach(entry -> sent.add(decoded(entry)));
    }
    if (sent.isEmpty()) {
      return Read.NOTHING;
    }
    if (sent.stream().distinct().count() > 1) {
      throw malformed();
    }
    return read(sent.get(0));
  }

  private Read read(String json) {
    if (json.getBytes(StandardCharsets.UTF_8).length > ConnectionParams.MAX_BYTES) {
      throw malformed();
    }
    Optional<Map<String, @Nullable Object>> object;
    try {
      object = SmallJson.objectOrNull(json);
    } catch (SmallJson.Malformed e) {
      throw malformed();
    }
    if (object.isEmpty()) {
      return Read.NOTHING;
    }
    Map<String, @Nullable Object> values = new LinkedHashMap<>(object.get());
    Object credential = values.remove(places.names().credentialParam());
    if (credential != null && !(credential instanceof String)) {
      throw new Refused(Refusal.of(Refusal.Code.INVALID_TOKEN));
    }
    return new Read(Optional.ofNullable((String) credential), new ConnectionParams(values));
  }

  private static String plain(String header) {
    if (!PLAIN.matcher(header).matches()) {
      throw malformed();
    }
    return header.strip();
  }

  /** As {@code encodeURIComponent} writes it; a plus sign is one. */
  private static String decoded(String entry) {
    if (entry.length() > 3 * ConnectionParams.MAX_BYTES) {
      throw malformed();
    }
    try {
      return URLDecoder.decode(entry.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
  }

  private static Refused malformed() {
    return new Refused(Refusal.of(Refusal.Code.INVALID_REQUEST));
  }
}
