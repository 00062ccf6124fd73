package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.testkit.TestTokens;
import org.junit.jupiter.api.Test;

/** What the testkit says that a verifier must say. */
class TestTokensTest extends VerifierTestBase {
  private final TestTokens tokens = TestTokens.of(issuer);

  @Test
  void goodTokens_areAccepted() {
    assertThat(verifier.verify(tokens.good())).isNotNull();
    assertThat(verifier.verify(tokens.boundTo("chat-room", "room", "42")).agent()).isPresent();
  }

  @Test
  void badTokens_areRefusedForTheReasonThatTheirCommentGives() {
    assertRejected(tokens.expired(), Reason.EXPIRED);
    assertRejected(tokens.notYetValid(), Reason.NOT_YET_VALID);
    assertRejected(tokens.noExp(), Reason.MISSING_CLAIM);
    assertRejected(tokens.wrongAudience(), Reason.WRONG_AUDIENCE);
    assertRejected(tokens.wrongIssuer(), Reason.WRONG_ISSUER);
    assertRejected(tokens.algNone(), Reason.UNSUPPORTED_ALGORITHM);
    assertRejected(tokens.tampered(), Reason.BAD_SIGNATURE);
    assertRejected(tokens.wrongKey(), Reason.BAD_SIGNATURE);
    assertRejected(tokens.unknownKid(), Reason.UNKNOWN_KEY);
    assertRejected(tokens.hs256WithPublicKey(), Reason.UNKNOWN_KEY);
    assertRejected(tokens.embeddedJwk(), Reason.FORBIDDEN_HEADER);
    assertRejected(tokens.jku(), Reason.FORBIDDEN_HEADER);
    assertRejected(tokens.unknownCritical(), Reason.FORBIDDEN_HEADER);
    assertRejected(tokens.idToken(), Reason.WRONG_TYPE);
    assertRejected(tokens.refreshToken(), Reason.WRONG_TYPE);
    assertRejected(tokens.duplicateClaim(), Reason.MALFORMED);
    assertRejected(tokens.scopesDisagree(), Reason.MALFORMED);
    assertRejected(tokens.bound(), Reason.PROOF_REQUIRED);
    assertRejected(tokens.boundOtherwise(), Reason.UNKNOWN_CONFIRMATION);
    assertRejected(tokens.noSubject(), Reason.BAD_SUBJECT);
    assertRejected(tokens.tooLarge(), Reason.TOO_LARGE);
    assertRejected(tokens.garbage(), Reason.MALFORMED);
  }
}
