package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.handle.RedeemingUnavailable;
import io.bailiwick.adapter.keys.KeysUnavailable;
import io.bailiwick.adapter.token.AccessDenied;
import io.bailiwick.adapter.token.RevocationsUnavailable;
import io.bailiwick.adapter.token.TokenRejected;
import io.bailiwick.scope.MalformedPath;
import io.bailiwick.scope.Scope;
import java.util.List;

/** What each exception means to the caller; the one place that says so. */
final class RefusalTable {
  private RefusalTable() {}

  /** For what is not in it, a masked internal error, logged under an id. */
  static Refusal refusalFor(Throwable cause) {
    if (cause instanceof Refused refused) {
      return refused.refusal();
    }
    if (cause instanceof TokenRejected rejected) {
      return Refusal.of(code(rejected.reason()));
    }
    if (cause instanceof AccessDenied denied) {
      List<String> required = denied.required().stream().map(Scope::text).toList();
      return required.isEmpty()
          ? Refusal.of(Refusal.Code.FORBIDDEN)
          : Refusal.insufficient(required);
    }
    if (cause instanceof KeysUnavailable unavailable) {
      return Refusal.unavailable(unavailable.retryAfter());
    }
    if (cause instanceof RevocationsUnavailable unavailable) {
      return Refusal.unavailable(unavailable.retryAfter());
    }
    if (cause instanceof RedeemingUnavailable unavailable) {
      return Refusal.unavailable(unavailable.retryAfter());
    }
    if (cause instanceof MalformedPath) {
      return Refusal.of(Refusal.Code.INVALID_REQUEST);
    }
    return Refusal.internal(Incident.log(cause));
  }

  private static Refusal.Code code(TokenRejected.Reason reason) {
    return switch (reason) {
      case EXPIRED, TOO_OLD -> Refusal.Code.EXPIRED_TOKEN;
      case REVOKED -> Refusal.Code.REVOKED;
      case WRONG_AUDIENCE -> Refusal.Code.WRONG_AUDIENCE;
      case PROOF_REQUIRED -> Refusal.Code.PROOF_REQUIRED;
      case INVALID_PROOF,
          PROOF_FOR_OTHER_REQUEST,
          PROOF_FOR_OTHER_TOKEN,
          STALE_PROOF,
          REPLAYED_PROOF ->
          Refusal.Code.INVALID_PROOF;
      case NONCE_REQUIRED -> Refusal.Code.NONCE_REQUIRED;
      case TOO_MANY_PROOFS -> Refusal.Code.RATE_LIMITED;
      default -> Refusal.Code.INVALID_TOKEN;
    };
  }
}
