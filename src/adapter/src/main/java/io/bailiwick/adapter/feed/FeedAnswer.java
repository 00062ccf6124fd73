package io.bailiwick.adapter.feed;

import io.bailiwick.adapter.internal.SmallJson;
import io.bailiwick.adapter.life.Revocation;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the issuer says of what has been revoked. Read as a whole or not at all: of an answer that
 * has one fault nothing is believed, since what it says besides may be another's.
 *
 * @param cursor where to go on
 * @param gone whether the issuer can't tell what was revoked since the cursor that it was asked
 *     with
 * @param completeSince no revocation that was decided after that is missing from what this cursor
 *     stands for; empty where the issuer does not say
 * @param more whether there is more at once
 */
record FeedAnswer(
    String cursor,
    List<Revocation> revocations,
    boolean gone,
    Optional<Instant> completeSince,
    boolean more) {
  private static final int MAX_CURSOR = 1024;
  private static final int MAX_VALUE = 1024;
  private static final int MAX_REVOCATIONS = 500;
  private static final long LAST_SECOND = 253_402_300_799L; // 9999-12-31T23:59:59Z
  private static final Duration LATER = Duration.ofSeconds(1);
  private static final Duration LATEST = Duration.ofSeconds(60);

  FeedAnswer {
    revocations = List.copyOf(revocations);
  }

  /**
   * @param issuer whose feed it is
   * @param now what a revocation means that says not up to when
   * @throws FeedFailed where it is no answer of a feed
   */
  static FeedAnswer read(HttpResponse<byte[]> answer, String issuer, Instant now)
      throws FeedFailed {
    int status = answer.statusCode();
    if (status == 200 || status == 410) {
      return read(json(answer), status == 410, issuer, now);
    }
    if (status >= 300 && status < 400) {
      throw new FeedFailed(FeedFailure.REDIRECTED);
    }
    if (status == 429 || status >= 500) {
      throw new FeedFailed(FeedFailure.SERVER_ERROR, retryAfter(answer));
    }
    throw new FeedFailed(
        status == 400
            ? FeedFailure.NOT_UNDERSTOOD
            : status > 400 ? FeedFailure.NOT_AUTHORIZED : FeedFailure.MALFORMED);
  }

  private static FeedAnswer read(
      Map<String, @Nullable Object> members, boolean gone, String issuer, Instant now)
      throws FeedFailed {
    if (gone && !"cursor_gone".equals(members.get("error"))) {
      // of a proxy, say
      throw malformed();
    }
    return new FeedAnswer(
        text(members.get("cursor"), MAX_CURSOR),
        gone ? List.of() : revocations(members.get("revocations"), issuer, now),
        gone,
        members.containsKey("complete_since")
            ? Optional.of(second(members.get("complete_since")))
            : Optional.empty(),
        flag(members, "more"));
  }

  private static List<Revocation> revocations(@Nullable Object value, String issuer, Instant now)
      throws FeedFailed {
    if (!(value instanceof List<?> list) || list.size() > MAX_REVOCATIONS) {
      throw malformed();
    }
    List<Revocation> all = new ArrayList<>();
    for (Object each : list) {
      if (!(each instanceof Map<?, ?> members)) {
        throw malformed();
      }
      all.add(revocation(members, issuer, now));
    }
    return all;
  }

  private static Revocation revocation(Map<?, ?> members, String issuer, Instant now)
      throws FeedFailed {
    Optional<Instant> before =
        members.containsKey("issued_before")
            ? Optional.of(second(members.get("issued_before")))
            : Optional.empty();
    String kind = text(members.get("kind"), MAX_VALUE);
    if (kind.equals("all")) {
      if (members.containsKey("value")) {
        throw malformed();
      }
      return Revocation.everything(issuer, before.orElseThrow(FeedAnswer::malformed));
    }
    String value = text(members.get("value"), MAX_VALUE);
    return switch (kind) {
      case "sid" -> new Revocation(issuer, Revocation.Kind.SESSION, value, before);
      case "jti" -> new Revocation(issuer, Revocation.Kind.TOKEN, value, before);
      // whoever logs in again, or is enabled again, comes back
      case "sub" -> Revocation.subject(issuer, value, before.orElse(now));
      case "azp" -> Revocation.client(issuer, value, before.orElse(now));
      default -> throw malformed();
    };
  }

  private static String text(@Nullable Object value, int most) throws FeedFailed {
    if (value instanceof String text && !text.isEmpty() && text.length() <= most) {
      return text;
    }
    throw malformed();
  }

  private static Instant second(@Nullable Object value) throws FeedFailed {
    if (value instanceof Long second && second >= 0 && second <= LAST_SECOND) {
      return Instant.ofEpochSecond(second);
    }
    throw malformed();
  }

  private static boolean flag(Map<String, @Nullable Object> members, String name)
      throws FeedFailed {
    if (!members.containsKey(name)) {
      return false;
    }
    if (members.get(name) instanceof Boolean is) {
      return is;
    }
    throw malformed();
  }

  private static Map<String, @Nullable Object> json(HttpResponse<byte[]> answer) throws FeedFailed {
    String type = answer.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.matches("application/json *(;.*)?")) {
      throw malformed();
    }
    try {
      // a text that is not what it was would revoke what nobody has
      return SmallJson.object(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(answer.body())).toString());
    } catch (CharacterCodingException | SmallJson.Malformed e) {
      throw malformed();
    }
  }

  /** What it says, in seconds, within bounds. */
  private static Duration retryAfter(HttpResponse<byte[]> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .map(said -> said.compareTo(LATEST) > 0 ? LATEST : said)
        .orElse(LATER);
  }

  private static FeedFailed malformed() {
    return new FeedFailed(FeedFailure.MALFORMED);
  }

  /** How many, not which. */
  @Override
  public String toString() {
    return "FeedAnswer[" + (gone ? "gone" : revocations.size() + " revocations") + "]";
  }
}
