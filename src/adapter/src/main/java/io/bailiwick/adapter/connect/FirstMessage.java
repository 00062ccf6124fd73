package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.internal.SmallJson;
import io.bailiwick.adapter.token.Presentation.Scheme;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The message that brings a credential: {@code {"action":"authenticate","token":"..."}}, or {@code
 * ticket}. Other members are passed over.
 */
final class FirstMessage {
  /** A token may have 16 KiB. */
  static final int MAX_LENGTH = 20 * 1024;

  private FirstMessage() {}

  /**
   * @throws Refused where it brings none, or none that can be used
   */
  static Credential read(String message) {
    if (message.length() > MAX_LENGTH) {
      throw new Refused(Refusal.of(Refusal.Code.INVALID_REQUEST));
    }
    Map<String, @Nullable Object> members;
    try {
      members = SmallJson.object(message);
    } catch (SmallJson.Malformed e) {
      throw missing();
    }
    Object token = members.get("token");
    Object ticket = members.get("ticket");
    if (!"authenticate".equals(members.get("action")) || (token == null && ticket == null)) {
      throw missing();
    }
    if ((token != null && ticket != null)
        || !((token == null ? ticket : token) instanceof String text)) {
      throw new Refused(Refusal.of(Refusal.Code.INVALID_TOKEN));
    }
    return CredentialFinder.credential(CredentialSource.FIRST_MESSAGE, Scheme.BEARER, text);
  }

  private static Refused missing() {
    return new Refused(Refusal.of(Refusal.Code.MISSING_TOKEN));
  }
}
