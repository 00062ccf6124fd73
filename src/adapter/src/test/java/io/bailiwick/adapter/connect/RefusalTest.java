package io.bailiwick.adapter.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bailiwick.adapter.token.ProofOfPossession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalTest {
  private static final ErrorVoice VOICE =
      voice("a \"b\" \\c", ErrorFormat.GROUP_CODE, ProofOfPossession.NONE);

  private static ErrorVoice voice(String realm, ErrorFormat format, ProofOfPossession proofs) {
    return new ErrorVoice(realm, Optional.empty(), format, proofs);
  }

  @ParameterizedTest
  @CsvSource({
    "MISSING_TOKEN, missing_token, 401, 4401, false, ",
    "INVALID_TOKEN, invalid_token, 401, 4401, false, invalid_token",
    "PROOF_REQUIRED, proof_required, 401, 4401, false, invalid_token",
    "INVALID_PROOF, invalid_dpop_proof, 401, 4401, false, invalid_dpop_proof",
    "NONCE_REQUIRED, use_dpop_nonce, 401, 3005, true, use_dpop_nonce",
    "EXPIRED_TOKEN, expired_token, 401, 3005, true, invalid_token",
    "WRONG_AUDIENCE, wrong_audience, 401, 4401, false, invalid_token",
    "REVOKED, invalid_token, 401, 4403, false, invalid_token",
    "FORBIDDEN, forbidden, 403, 4403, false, ",
    "INSUFFICIENT_PERMISSIONS, insufficient_permissions, 403, 4403, false, insufficient_scope",
    "NOT_FOUND, not_found, 404, 4404, false, ",
    "RATE_LIMITED, rate_limited, 429, 3429, true, ",
    "UNAVAILABLE, unavailable, 503, 1013, true, ",
    "GOING_AWAY, going_away, 503, 1001, true, ",
    "INVALID_REQUEST, invalid_request, 400, 4400, false, ",
    "USER_ERROR, user_error, 400, 4400, false, ",
    "INTERNAL_ERROR, internal_error, 500, 1011, false, "
  })
  void table_isAsAgreed(
      Refusal.Code code, String text, int status, int closeCode, boolean retryable, String error) {
    Refusal refusal = Refusal.of(code);
    assertThat(code.text()).isEqualTo(text);
    assertThat(refusal.status()).isEqualTo(status);
    assertThat(refusal.closeCode()).isEqualTo(closeCode);
    assertThat(refusal.retryable()).isEqualTo(retryable);
    assertThat(code.challengeError()).isEqualTo(Optional.ofNullable(error));
  }

  @ParameterizedTest
  @EnumSource(Refusal.Code.class)
  void closeReason_fitsAControlFrame(Refusal.Code code) {
    assertThat(Refusal.of(code).closeReason().getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(123);
  }

  @ParameterizedTest
  @EnumSource(Refusal.Code.class)
  void every401_hasAChallenge_andWhatComesLaterSaysWhen(Refusal.Code code) {
    Answer answer = VOICE.answer(Refusal.of(code));
    assertThat(answer.headers().containsKey("WWW-Authenticate"))
        .isEqualTo(code.status() == 401 || code == Refusal.Code.INSUFFICIENT_PERMISSIONS);
    assertThat(answer.headers().containsKey("Retry-After"))
        .isEqualTo(code.status() == 429 || code.status() == 503);
    assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
  }

  @Test
  void realm_isQuoted() {
    assertThat(VOICE.challenge(Refusal.of(Refusal.Code.MISSING_TOKEN)))
        .contains("Bearer realm=\"a \\\"b\\\" \\\\c\"");
  }

  @Test
  void retryAfter_isInWholeSecondsRoundedUp() {
    assertThat(seconds(Duration.ofMillis(1))).isEqualTo("1");
    assertThat(seconds(Duration.ZERO)).isEqualTo("1");
    assertThat(seconds(Duration.ofMillis(4001))).isEqualTo("5");
    assertThat(seconds(Duration.ofSeconds(5))).isEqualTo("5");
  }

  @Test
  void body_hasGroupCodeMessageAndMetadata() throws Exception {
    JsonNode body =
        new ObjectMapper()
            .readTree(VOICE.answer(Refusal.insufficient(List.of("a:b", "c:d"))).body());
    assertThat(body.get("group").textValue()).isEqualTo("auth");
    assertThat(body.get("code").textValue()).isEqualTo("insufficient_permissions");
    assertThat(body.get("message").textValue()).isNotEmpty();
    assertThat(body.at("/metadata/required_scopes")).hasSize(2);
    assertThat(body).hasSize(4);
    JsonNode later =
        new ObjectMapper().readTree(VOICE.body(Refusal.rateLimited(Duration.ofSeconds(7))));
    assertThat(later.at("/metadata/retry_after").intValue()).isEqualTo(7);
    assertThat(later.at("/metadata/retryAfter").intValue()).isEqualTo(7);
  }

  @Test
  void detailFormat_saysWhatAgnosClientsRead() {
    ErrorVoice agno = voice("agents", ErrorFormat.DETAIL, ProofOfPossession.NONE);
    assertThat(agno.body(Refusal.insufficient(List.of("agents:a1:run", "config:read"))))
        .isEqualTo(
            "{\"detail\":\"Insufficient permissions. Required scope(s): agents:a1:run,"
                + " config:read\"}");
    assertThat(agno.body(Refusal.of(Refusal.Code.EXPIRED_TOKEN)))
        .startsWith("{\"detail\":\"Token has expired");
  }

  @Test
  void servicesOwnRefusal_isToldInItsWords() throws Exception {
    Refusal full =
        Refusal.user(
            "room_full",
            "The \"room\" is full",
            Map.of("room", List.of("room", "42"), "seats", 12, "more", Map.of("vip", false)));
    assertThat(full.status()).isEqualTo(400);
    assertThat(full.closeCode()).isEqualTo(4400);
    assertThat(full.closeReason()).isEqualTo("user.room_full");
    JsonNode body = new ObjectMapper().readTree(VOICE.body(full));
    assertThat(body.get("group").textValue()).isEqualTo("user");
    assertThat(body.get("code").textValue()).isEqualTo("room_full");
    assertThat(body.get("message").textValue()).isEqualTo("The \"room\" is full");
    assertThat(body.at("/metadata/room/1").textValue()).isEqualTo("42");
    assertThat(body.at("/metadata/seats").intValue()).isEqualTo(12);
    assertThat(body.at("/metadata/more/vip").booleanValue()).isFalse();
    assertThat(voice("agents", ErrorFormat.DETAIL, ProofOfPossession.NONE).body(full))
        .isEqualTo("{\"detail\":\"The \\\"room\\\" is full\"}");

    Refusal forbidden = Refusal.forbidden("Members only", Map.of("incident", "made up"));
    assertThat(forbidden.status()).isEqualTo(403);
    assertThat(forbidden.closeReason()).isEqualTo("auth.forbidden");
    // what is ours to say is said by us only
    assertThat(VOICE.body(forbidden)).doesNotContain("made up");
  }

  @Test
  void presets_tellTheServicesOwnWordsToo_unlessTheyHaveTheirs() {
    Refusal full = Refusal.user("room_full", "No seat", Map.of());
    CloseCodes standard = CloseCodes.standard();
    assertThat(standard.of(full)).isEqualTo(new CloseCodes.Close(4400, "user.room_full"));
    assertThat(standard.with(Refusal.Code.USER_ERROR, 4003, "No").of(full))
        .isEqualTo(new CloseCodes.Close(4003, "No"));
    assertThat(RivetError.of(full).reason()).isEqualTo("user.room_full");
    assertThat(RivetError.of(full).json()).contains("\"message\":\"No seat\"");
  }

  @Test
  void servicesOwnWords_areWithinBounds() {
    String long49 = "x".repeat(49);
    for (String bad : List.of("", "a.b", "a b", "\n", long49)) {
      assertThatThrownBy(() -> Refusal.user(bad, "m", Map.of()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new ErrorDetail(bad, "c", "m", Map.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Refusal.forbidden("m".repeat(1025), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    Map<String, Object> deep = Map.of("x", true);
    for (int depth = 0; depth < 8; depth++) {
      deep = Map.of("x", deep);
    }
    for (Object bad :
        List.of(
            new Object(),
            Double.NaN,
            deep,
            Collections.nCopies(256, 1),
            Map.of(1, 2),
            new int[1])) {
      assertThatThrownBy(() -> Refusal.forbidden("m", Map.of("x", bad)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    String name = "x".repeat(48);
    assertThat(new ErrorDetail(name, name, "", Map.of("x", Collections.nCopies(255, 1))).group())
        .isEqualTo(name);
    assertThat(
            Refusal.of(Refusal.Code.UNAVAILABLE)
                .saying(new ErrorDetail(name, name, "", Map.of()))
                .closeReason())
        .hasSizeLessThanOrEqualTo(123);
  }

  private static String seconds(Duration after) {
    return VOICE.answer(Refusal.unavailable(after)).headers().getOrDefault("Retry-After", "");
  }
}
