package io.bailiwick.adapter.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bailiwick.adapter.testing.Request;
import io.bailiwick.scope.AgentPath;
import io.bailiwick.scope.MalformedPath;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to clients of each kind, without a gate. */
class ClientPresetTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static ConnectRequest request(String path, String query, String... protocols) {
    Request request = Request.get(path);
    if (!query.isEmpty()) {
      request = request.query(query);
    }
    for (String entry : protocols) {
      request = request.header("Sec-WebSocket-Protocol", entry);
    }
    return request;
  }

  private static Refusal refusal(Refusal.Code code) {
    return Refusal.of(code);
  }

  @ParameterizedTest
  @EnumSource
  void whatMayBeTriedAgain_isNeverClosedAsFinal(Refusal.Code code) {
    for (ClientPreset preset :
        List.of(
            ClientPreset.standard(),
            ClientPreset.cloudflare(),
            ClientPreset.agno(),
            ClientPreset.rivet())) {
      int close = preset.ended(refusal(code)).close().code();
      boolean looksFinal = close == 1008 || close >= 4000;
      assertThat(refusal(code).retryable() && looksFinal).as("%s %s", preset, code).isFalse();
    }
  }

  @Test
  void standard_loosensNothing_andClosesByTheTable() {
    assertThat(ClientPreset.standard().loosened()).isEmpty();
    assertThat(ClientPreset.standard().opensToRefuse()).isFalse();
    for (Refusal.Code code : Refusal.Code.values()) {
      Parting parting = ClientPreset.standard().ended(refusal(code));
      assertThat(parting)
          .isEqualTo(
              Parting.silent(new CloseCodes.Close(code.closeCode(), refusal(code).closeReason())));
    }
  }

  @Test
  void closeCode_isTheServicesToChoose() {
    ClientPreset preset =
        ClientPreset.cloudflare().withClose(Refusal.Code.FORBIDDEN, 4003, "Forbidden");
    assertThat(preset.ended(refusal(Refusal.Code.FORBIDDEN)).close())
        .isEqualTo(new CloseCodes.Close(4003, "Forbidden"));
    assertThat(preset.ended(refusal(Refusal.Code.INVALID_TOKEN)).close().code()).isEqualTo(4001);
    assertThat(
            ClientPreset.standard()
                .withClose(Refusal.Code.EXPIRED_TOKEN, 3999)
                .ended(refusal(Refusal.Code.EXPIRED_TOKEN))
                .close())
        .isEqualTo(new CloseCodes.Close(3999, "auth.expired_token"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1008, 4000, 4999})
  void finalCodeForWhatMayBeTriedAgain_isRefused(int code) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CloseCodes.standard().with(Refusal.Code.EXPIRED_TOKEN, code));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1002, 1004, 1005, 1006, 1010, 1015, 2999, 5000})
  void codeThatNoEndpointMaySend_isRefused(int code) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CloseCodes.standard().with(Refusal.Code.FORBIDDEN, code));
  }

  @Test
  void closeReason_isShortPlainText() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> CloseCodes.standard().with(Refusal.Code.FORBIDDEN, 4003, "x".repeat(124)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CloseCodes.standard().with(Refusal.Code.FORBIDDEN, 4003, "\u0007"));
  }

  @Test
  void cloudflare_saysUnauthorizedWhereNoTokenIsUsable_andWhatHelpsOtherwise() {
    ClientPreset preset = ClientPreset.cloudflare();
    for (Refusal.Code code :
        List.of(
            Refusal.Code.MISSING_TOKEN,
            Refusal.Code.INVALID_TOKEN,
            Refusal.Code.WRONG_AUDIENCE,
            Refusal.Code.REVOKED)) {
      assertThat(preset.ended(refusal(code)).close())
          .isEqualTo(new CloseCodes.Close(4001, "Unauthorized"));
    }
    assertThat(preset.ended(refusal(Refusal.Code.EXPIRED_TOKEN)).close().code()).isEqualTo(3005);
    assertThat(preset.ended(refusal(Refusal.Code.FORBIDDEN)).close().code()).isEqualTo(4403);
    assertThat(preset.opensToRefuse()).isTrue();
    assertThat(preset.loosened()).hasSize(1).first().asString().startsWith("cloudflare:");
  }

  @Test
  void cloudflare_readsClassAndInstance() {
    assertThat(ClientPreset.cloudflare().agent(request("/agents/chat-room/42%2C7", "")))
        .contains(new AgentPath("chat-room", List.of("42,7")));
    assertThat(ClientPreset.cloudflare("api/v1").agent(request("/api/v1/chat-room/42", "")))
        .contains(new AgentPath("chat-room", List.of("42")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/agents",
        "/agents/chat-room",
        "/agents/chat-room/42/sub",
        "/agents/ChatRoom/42",
        "/agents/-chat/42",
        "/agents/chat--room/42",
        "/parties/chat-room/42"
      })
  void cloudflare_knowsNoOtherPath(String path) {
    assertThat(ClientPreset.cloudflare().agent(request(path, ""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "agents/", "/agents", "a b", "a/../b"})
  void cloudflarePrefix_isSegmentsOfPlainLetters(String prefix) {
    assertThatIllegalArgumentException().isThrownBy(() -> ClientPreset.cloudflare(prefix));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rvt-method=get&rvt-key=room%2C42|room,42",
        "rvt-namespace=default&rvt-method=getOrCreate&rvt-runner=default&rvt-key=a+b|a b",
        "rvt-method=get|"
      })
  void rivet_readsTheKeyFromTheQuery(String query, String joined) {
    List<String> key = joined == null ? List.of() : List.of(joined.split(",", -1));
    assertThat(ClientPreset.rivet().agent(request("/gateway/chat-room/connect", query)))
        .contains(new AgentPath("chat-room", key));
    assertThat(ClientPreset.rivet().agent(request("/gateway/chat-room/action/say", query)))
        .contains(new AgentPath("chat-room", key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/gateway",
        "/gateway/chat-room",
        "/gateway/chat-room/websocket",
        "/gateway/chat-room/action",
        "/agents/chat-room/connect"
      })
  void rivet_knowsNoOtherPath(String path) {
    assertThat(ClientPreset.rivet().agent(request(path, "rvt-method=get"))).isEmpty();
  }

  @Test
  void rivet_findsNoActorById() {
    assertThat(ClientPreset.rivet().agent(request("/gateway/some-id/connect", ""))).isEmpty();
    assertThat(ClientPreset.rivet().agent(request("/gateway/x/connect", "rvt-method=create")))
        .isEmpty();
  }

  @Test
  void rivet_refusesAKeyThatCanBeReadTwoWays() {
    assertThatThrownBy(
            () ->
                ClientPreset.rivet()
                    .agent(request("/gateway/x/connect", "rvt-method=get&rvt-key=a&rvt-key=b")))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(
            () ->
                ClientPreset.rivet()
                    .agent(request("/gateway/x/connect", "rvt-method=get&rvt-key=a,,b")))
        .isInstanceOf(MalformedPath.class);
  }

  @Test
  void rivet_tellsAnErrorBeforeItCloses_inJson() throws Exception {
    Parting parting =
        ClientPreset.rivet()
            .refused(
                Refusal.insufficient(List.of("agents:chat-room:run")),
                request("/gateway/x/connect", "", "rivet", "rivet_encoding.json"));
    assertThat(parting.close())
        .isEqualTo(new CloseCodes.Close(1011, "auth.insufficient_permissions"));
    JsonNode body = JSON.readTree(parting.text().orElseThrow()).path("body");
    assertThat(body.path("tag").asText()).isEqualTo("Error");
    assertThat(body.path("val").path("group").asText()).isEqualTo("auth");
    assertThat(body.path("val").path("code").asText()).isEqualTo("insufficient_permissions");
    assertThat(body.path("val").path("actionId").isNull()).isTrue();
    assertThat(body.path("val").path("metadata").path("required_scopes").asText())
        .isEqualTo("agents:chat-room:run");
  }

  @Test
  void rivet_tellsWhatMayBeTriedAgain_soThatItsClientComesBack() throws Exception {
    ConnectRequest request = request("/gateway/x/connect", "", "rivet", "rivet_encoding.json");
    Parting expired = ClientPreset.rivet().refused(refusal(Refusal.Code.EXPIRED_TOKEN), request);
    assertThat(expired.close()).isEqualTo(new CloseCodes.Close(1011, "ws.going_away"));
    JsonNode told = JSON.readTree(expired.text().orElseThrow()).at("/body/val/metadata/refusal");
    assertThat(told.asText()).isEqualTo("auth.expired_token");
    Parting down =
        ClientPreset.rivet().refused(Refusal.unavailable(Duration.ofSeconds(3)), request);
    assertThat(down.close()).isEqualTo(new CloseCodes.Close(1011, "guard.service_unavailable"));
    // a live one comes back after anything, and is told what it is
    assertThat(ClientPreset.rivet().ended(refusal(Refusal.Code.EXPIRED_TOKEN)))
        .isEqualTo(Parting.silent(new CloseCodes.Close(1011, "auth.expired_token")));
  }

  @Test
  void rivet_speaksItsClientsEncoding() {
    Refusal how = refusal(Refusal.Code.FORBIDDEN);
    String message = ErrorVoice.message(Refusal.Code.FORBIDDEN);
    String metadata = "a1" + text("refusal") + text("auth.forbidden");
    String cbor =
        "a1"
            + text("body")
            + "a2"
            + text("tag")
            + text("Error")
            + text("val")
            + "a5"
            + text("group")
            + text("auth")
            + text("code")
            + text("forbidden")
            + text("message")
            + text(message)
            + text("metadata")
            + metadata
            + text("actionId")
            + "f6";
    assertThat(sent(how, "cbor")).isEqualTo(cbor);
    String bare =
        "0400"
            + "01"
            + data("auth")
            + data("forbidden")
            + data(message)
            + "01"
            + HexFormat.of().toHexDigits((byte) (metadata.length() / 2))
            + metadata
            + "00"
            + "00";
    assertThat(sent(how, "bare")).isEqualTo(bare);
  }

  private static String sent(Refusal how, String encoding) {
    ByteBuffer bytes =
        ClientPreset.rivet()
            .refused(how, request("/gateway/x/connect", "", "rivet, rivet_encoding." + encoding))
            .binary()
            .orElseThrow()
            .duplicate();
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return HexFormat.of().formatHex(copy);
  }

  /** RFC 8949: a text of up to 255 bytes. */
  private static String text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String head =
        bytes.length < 24
            ? HexFormat.of().toHexDigits((byte) (0x60 | bytes.length))
            : "78" + HexFormat.of().toHexDigits((byte) bytes.length);
    return head + HexFormat.of().formatHex(bytes);
  }

  /** BARE: a text of up to 127 bytes. */
  private static String data(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().toHexDigits((byte) bytes.length) + HexFormat.of().formatHex(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "EXPIRED_TOKEN,expired",
    "INVALID_TOKEN,invalid_token",
    "REVOKED,invalid_token",
    "FORBIDDEN,invalid_token",
    "UNAVAILABLE,server_error",
    "RATE_LIMITED,server_error",
    "INTERNAL_ERROR,server_error"
  })
  void agno_tellsTheKindOfAnError(Refusal.Code code, String type) throws Exception {
    JsonNode event = JSON.readTree(ClientPreset.agno().ended(refusal(code)).text().orElseThrow());
    assertThat(event.path("event").asText()).isEqualTo("auth_error");
    assertThat(event.path("error_type").asText()).isEqualTo(type);
    assertThat(event.path("error").asText()).isNotEmpty();
  }

  @Test
  void agno_knowsItsMessageFromOthers() {
    AuthenticateMessages messages = ClientPreset.agno().messages().orElseThrow();
    assertThat(messages.isAuthenticate("{\"action\":\"authenticate\",\"token\":\"x\"}")).isTrue();
    assertThat(messages.isAuthenticate(" {\"token\":1,\"action\":\"authenticate\"}")).isTrue();
    assertThat(messages.isAuthenticate("{\"action\":\"start-workflow\",\"a\":\"authenticate\"}"))
        .isFalse();
    assertThat(messages.isAuthenticate("authenticate")).isFalse();
    assertThat(messages.isAuthenticate("{\"action\":\"authenticate\"")).isFalse();
    assertThat(messages.credential("{\"action\":\"authenticate\",\"token\":\"x\"}")).contains("x");
    assertThat(messages.credential("{\"action\":\"authenticate\",\"token\":1}")).isEmpty();
    assertThat(messages.credential("{\"action\":\"authenticate\"}")).isEmpty();
  }
}
