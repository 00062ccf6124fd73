package io.bailiwick.keycloak.revocation;

import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a follower asks.
 *
 * @param cursor from where it goes on; empty where it begins
 * @param fromOldest whether it begins with all that is held, rather than with what comes next
 * @param patience how long it waits where there is nothing
 */
record RevocationsRequest(Optional<Cursor> cursor, boolean fromOldest, Duration patience) {
  private static final String CURSOR = "cursor";
  private static final String FROM = "from";
  private static final String OLDEST = "oldest";
  private static final String WAIT = "wait";

  /** The request is none. Says nothing of what was sent. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  static RevocationsRequest of(@Nullable MultivaluedMap<String, String> fields) throws Malformed {
    Optional<String> cursor = value(fields, CURSOR);
    Optional<Cursor> parsed = cursor.flatMap(Cursor::parse);
    if (cursor.isPresent() && parsed.isEmpty()) {
      throw new Malformed("cursor is none of ours");
    }
    Optional<String> from = value(fields, FROM);
    if (from.isPresent() && (cursor.isPresent() || !from.get().equals(OLDEST))) {
      throw new Malformed("from is oldest, and only where there is no cursor");
    }
    return new RevocationsRequest(parsed, from.isPresent(), patience(value(fields, WAIT)));
  }

  private static Duration patience(Optional<String> text) throws Malformed {
    if (text.isEmpty()) {
      return Duration.ZERO;
    }
    String seconds = text.get();
    if (!seconds.matches("[0-9]{1,2}")
        || Long.parseLong(seconds) > RevocationFeed.LONGEST_WAIT.toSeconds()) {
      throw new Malformed(
          "wait is a number of seconds from 0 to " + RevocationFeed.LONGEST_WAIT.toSeconds());
    }
    return Duration.ofSeconds(Long.parseLong(seconds));
  }

  private static Optional<String> value(
      @Nullable MultivaluedMap<String, String> fields, String name) throws Malformed {
    List<String> values = fields == null ? List.of() : fields.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw new Malformed(name + " may be given once only");
    }
    return values.stream().findFirst();
  }
}
