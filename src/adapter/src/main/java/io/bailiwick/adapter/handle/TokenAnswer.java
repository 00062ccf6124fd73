package io.bailiwick.adapter.handle;

import io.bailiwick.adapter.handle.RedeemingUnavailable.Reason;
import io.bailiwick.adapter.internal.SmallJson;
import io.bailiwick.adapter.token.TokenRejected;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a token endpoint answers (RFC 6749, 5): the token, or why there is none. */
final class TokenAnswer {
  private static final Duration LATER = Duration.ofSeconds(5);
  private static final Duration LATEST = Duration.ofSeconds(60);

  private TokenAnswer() {}

  /**
   * The access token.
   *
   * @throws TokenRejected where the handle is refused
   * @throws RedeemingUnavailable where it is neither given nor refused
   */
  static String token(HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    if (status >= 300 && status < 400) {
      throw unavailable(Reason.REDIRECTED);
    }
    if (status == 429 || status >= 500) {
      throw new RedeemingUnavailable(Reason.SERVER_ERROR, retryAfter(answer));
    }
    Map<String, @Nullable Object> members = members(answer);
    if (status == 200) {
      return accessToken(members);
    }
    if (status == 400 && "invalid_grant".equals(members.get("error"))) {
      throw new TokenRejected(TokenRejected.Reason.HANDLE_REFUSED);
    }
    // of this service, not of the caller: its client, its secret, or a grant that is not there
    throw unavailable(Reason.NOT_AUTHORIZED);
  }

  private static String accessToken(Map<String, @Nullable Object> members) {
    if (members.get("access_token") instanceof String token
        && members.get("token_type") instanceof String type
        && (type.equalsIgnoreCase("Bearer") || type.equalsIgnoreCase("DPoP"))) {
      return token;
    }
    throw unavailable(Reason.MALFORMED);
  }

  private static Map<String, @Nullable Object> members(HttpResponse<byte[]> answer) {
    try {
      return SmallJson.object(new String(answer.body(), StandardCharsets.UTF_8));
    } catch (SmallJson.Malformed e) {
      throw unavailable(answer.statusCode() == 200 ? Reason.MALFORMED : Reason.NOT_AUTHORIZED);
    }
  }

  /** What it says, in seconds, within bounds. */
  private static Duration retryAfter(HttpResponse<byte[]> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(text -> Duration.ofSeconds(Math.max(1, Long.parseLong(text))))
        .map(said -> said.compareTo(LATEST) > 0 ? LATEST : said)
        .orElse(LATER);
  }

  static RedeemingUnavailable unavailable(Reason reason) {
    return new RedeemingUnavailable(reason, LATER);
  }
}
