package io.bailiwick.adapter.handle;

import io.bailiwick.adapter.token.TokenRejected;
import java.util.Optional;

/**
 * Turns an API key into the access token that it stands for. As {@link TicketRedeemer}, but a key
 * may be redeemed again and again: an implementation remembers the token for its life, and lets one
 * call stand for all that ask at once. The token's {@code auth_method} must be {@code api-key}.
 * Thread-safe.
 */
@FunctionalInterface
public interface ApiKeyRedeemer {
  /**
   * @param apiKey as sent: visible ASCII, and nothing else is known of it
   * @return the access token, a compact JWS, not verified
   * @throws TokenRejected as {@code HANDLE_REFUSED} where the key is not good
   * @throws RedeemingUnavailable where that can't be told now
   */
  String redeem(String apiKey);

  /**
   * The token of that key where it is at hand, which costs nobody anything: so a key that is in use
   * is never kept out for what others have tried from the same address. By default none is.
   */
  default Optional<String> remembered(String apiKey) {
    return Optional.empty();
  }
}
