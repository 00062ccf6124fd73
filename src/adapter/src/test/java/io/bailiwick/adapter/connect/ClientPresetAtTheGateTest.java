package io.bailiwick.adapter.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.testing.Request;
import io.bailiwick.scope.AgentPath;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in with which preset, and who does not. */
class ClientPresetAtTheGateTest extends GateTestBase {
  private static final ConnectGate CLOUDFLARE = gate().clients(ClientPreset.cloudflare()).build();
  private static final ConnectGate RIVET = gate().clients(ClientPreset.rivet()).build();
  private static final String TOKEN = Callers.token("agents:chat-room:run").sign();
  private static final String USER = Callers.holding("agents:chat-room:run").subject();

  private static Request chat(String query) {
    return Request.get("/agents/chat-room/42").query(query);
  }

  private static Request actor(String params) {
    return Request.get("/gateway/chat-room/connect")
        .query("rvt-namespace=default&rvt-method=getOrCreate&rvt-key=room%2C42")
        .header("Sec-WebSocket-Protocol", "rivet, rivet_encoding.json" + params);
  }

  private static String params(String json) {
    return ", rivet_conn_params."
        + URLEncoder.encode(json, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Test
  void cloudflare_opensForTheUserThatTheTokenSays() {
    AgentConnection opened = CLOUDFLARE.open(chat("_pk=1&token=" + TOKEN + "&userId=" + USER));
    assertThat(opened.agent()).isEqualTo(new AgentPath("chat-room", List.of("42")));
    assertThat(opened.caller().subject()).isEqualTo(USER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "&userId=", "&userId=somebody", "&userId=USER&userId=USER", "&userid=USER"})
  void cloudflare_refusesAnyOtherUser(String user) {
    Request request = chat("token=" + TOKEN + user.replace("USER", USER));
    assertThat(refusedToOpen(CLOUDFLARE, request).code()).isEqualTo(Refusal.Code.INVALID_TOKEN);
    // nor does a header make up for it
    assertThat(
            refusedToOpen(
                    CLOUDFLARE,
                    chat("a" + user.replace("USER", USER))
                        .header("Authorization", "Bearer " + TOKEN))
                .code())
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
  }

  @Test
  void cloudflare_listsThatItTakesTokensFromUrls_andNobodyElseDoes() {
    assertThat(CLOUDFLARE.loosened()).hasSize(2);
    assertThat(CLOUDFLARE.loosened().get(0)).startsWith("acceptTokenInQuery:");
    assertThat(GATE.loosened()).isEmpty();
    assertThat(refusedToOpen(GATE, chat("token=" + TOKEN + "&userId=" + USER)).code())
        .isEqualTo(Refusal.Code.INVALID_TOKEN);
    assertThat(CLOUDFLARE.queryWithoutCredentials("_pk=1&token=" + TOKEN + "&userId=u"))
        .isEqualTo("_pk=1&userId=u");
  }

  @Test
  void cloudflare_saysNothingOfPathsBeforeItKnowsWhoAsks() {
    assertThat(refusedToOpen(CLOUDFLARE, Request.get("/agents/chat-room/42/x")).code())
        .isEqualTo(Refusal.Code.MISSING_TOKEN);
    assertThat(
            refusedToOpen(
                    CLOUDFLARE,
                    Request.get("/agents/chat-room/42/x")
                        .header("Authorization", "Bearer " + TOKEN))
                .code())
        .isEqualTo(Refusal.Code.FORBIDDEN);
  }

  @Test
  void rivet_opensWithTheTokenInItsConnectionParams_andEchoesItsOwnNameOnly() {
    Request request = actor(params("{\"token\":\"" + TOKEN + "\",\"room\":\"blue\"}"));
    assertThat(RIVET.open(request).agent())
        .isEqualTo(new AgentPath("chat-room", List.of("room", "42")));
    assertThat(RIVET.subprotocol(request)).contains("rivet");
    assertThat(RIVET.params(request).values()).isEqualTo(Map.of("room", "blue"));
  }

  @Test
  void rivet_letsNobodyInWhoDoesNotSpeakJson() {
    Request request =
        Request.get("/gateway/chat-room/connect")
            .query("rvt-method=get&rvt-key=a")
            .header(
                "Sec-WebSocket-Protocol",
                "rivet, rivet_encoding.bare" + params("{\"token\":\"" + TOKEN + "\"}"));
    assertThat(refusedToOpen(RIVET, request).code()).isEqualTo(Refusal.Code.INVALID_REQUEST);
  }

  @Test
  void rivet_takesTheMemberThatTheServiceNames() {
    ConnectGate gate = gate().clients(ClientPreset.rivet("authToken")).build();
    assertThat(gate.open(actor(params("{\"authToken\":\"" + TOKEN + "\"}"))).caller().subject())
        .isEqualTo(USER);
    assertThat(refusedToOpen(gate, actor(params("{\"token\":\"" + TOKEN + "\"}"))).code())
        .isEqualTo(Refusal.Code.MISSING_TOKEN);
  }

  @Test
  void rivet_holdsParamsToTheirSize() {
    String most = "{\"token\":\"" + TOKEN + "\",\"pad\":\"%s\"}";
    int left = ConnectionParams.MAX_BYTES - most.formatted("").length();
    assertThat(RIVET.open(actor(params(most.formatted("x".repeat(left)))))).isNotNull();
    assertThat(refusedToOpen(RIVET, actor(params(most.formatted("x".repeat(left + 1))))).code())
        .isEqualTo(Refusal.Code.INVALID_REQUEST);
  }

  @Test
  void rivet_takesNoTokenFromTheUrl_whateverItIsFor() {
    Request request =
        Request.get("/gateway/chat-room/connect")
            .query("rvt-method=get&rvt-key=a&rvt-token=" + TOKEN)
            .header("Sec-WebSocket-Protocol", "rivet");
    assertThat(refusedToOpen(RIVET, request).code()).isEqualTo(Refusal.Code.INVALID_TOKEN);
    assertThat(RIVET.queryWithoutCredentials("rvt-method=get&rvt-token=secret"))
        .isEqualTo("rvt-method=get");
    assertThat(RIVET.loosened()).hasSize(1).first().asString().startsWith("rivet:");
  }

  /** Whatever a preset calls it, a page may send it by its usual name. */
  @Test
  void tokenByItsUsualName_isRefusedAndHidden_withEachPreset() {
    for (ClientPreset preset : List.of(ClientPreset.rivet(), ClientPreset.agno())) {
      ConnectGate gate = gate().clients(preset).build();
      for (String name : List.of("token", "access_token")) {
        assertThat(gate.queryWithoutCredentials("rvt-method=get&" + name + "=secret"))
            .isEqualTo("rvt-method=get");
      }
    }
    Request request =
        actor(params("{\"token\":\"" + TOKEN + "\"}"))
            .query("rvt-method=get&rvt-key=a&token=" + TOKEN);
    assertThat(refusedToOpen(RIVET, request).code()).isEqualTo(Refusal.Code.INVALID_TOKEN);
  }

  @Test
  void agno_awaitsItsFirstMessage() {
    ConnectGate gate = gate().clients(ClientPreset.agno()).build();
    AwaitedCredential awaited =
        gate.awaitCredential(Request.get("/agents/chat-room/42")).orElseThrow();
    assertThat(awaited.deadline()).hasSeconds(10);
    assertThat(
            awaited
                .open("{\"action\":\"authenticate\",\"token\":\"" + TOKEN + "\"}")
                .caller()
                .subject())
        .isEqualTo(USER);
    assertThat(gate.answer(Refusal.of(Refusal.Code.FORBIDDEN)).body()).startsWith("{\"detail\"");
    assertThat(gate.loosened()).hasSize(1).first().asString().startsWith("agno:");
  }

  @Test
  void whatIsDescribed_isThePathOfTheClients() {
    assertThat(String.join("\n", CLOUDFLARE.describe())).contains("/agents/{agents}/{key}");
    assertThat(String.join("\n", RIVET.describe())).contains("/gateway/{agents}/connect");
    assertThat(String.join("\n", GATE.describe())).contains("/agents/{agents}/{key...}");
  }
}
