package io.bailiwick.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bailiwick.testkit.TestSocket;
import io.bailiwick.testkit.TestToken;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may hear, talk and moderate in the lounge, by real sockets. */
class LoungeTest extends SampleTestBase {
  private static final JsonMapper JSON = new JsonMapper();

  private static TestToken someone(String subject, String... scopes) {
    return issuer.token().subject(subject).scopes(scopes);
  }

  private static TestToken talker(String subject) {
    return someone(subject, "agents:lounge:run", "agents:lounge:write");
  }

  private static TestToken viewer(String subject) {
    return someone(subject, "agents:lounge:run");
  }

  private static TestToken moderator(String subject) {
    return someone(subject, "agents:lounge:run", "agents:lounge:write", "agents:lounge:moderate");
  }

  private static URI room(String name) {
    return server.uri().resolve("/agents/lounge/" + name);
  }

  /** One who is in a room, and what they hear. */
  private static final class Person implements AutoCloseable {
    private final TestSocket socket;
    private final JsonNode welcome;

    Person(String room, TestToken token, String... headers) throws Exception {
      String[] all = new String[headers.length + 2];
      System.arraycopy(bearer(token), 0, all, 0, 2);
      System.arraycopy(headers, 0, all, 2, headers.length);
      socket = TestSocket.open(room(room), List.of("bailiwick.life"), all);
      JsonNode first = next();
      welcome = first;
    }

    /** The next message that is not of the connection's life. */
    JsonNode next() throws Exception {
      while (true) {
        JsonNode message = JSON.readTree(socket.receive());
        if (!message.path("type").asText().startsWith("bailiwick.")) {
          return message;
        }
      }
    }

    /** The answer to that; what is heard before it is passed over. */
    JsonNode does(String action, String of, String text) throws Exception {
      socket.send(JSON.writeValueAsString(Map.of("action", action, "of", of, "text", text)));
      while (true) {
        JsonNode message = next();
        if (message.has("done") || message.has("code") && !message.has("event")) {
          return message;
        }
      }
    }

    void hears(String event) throws Exception {
      assertThat(does("subscribe", event, "").path("done").asText()).isEqualTo("subscribe");
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  @Test
  void talkers_hearEachOther_inTheirOwnRoomOnly() throws Exception {
    try (Person ada = new Person("blue", talker("ada"), "X-Connection-Params", "{\"nick\":\"A\"}");
        Person bert = new Person("blue", talker("bert"));
        Person cleo = new Person("red", talker("cleo"))) {
      assertThat(ada.welcome.path("nick").asText()).isEqualTo("A");
      assertThat(bert.welcome.path("nick").asText()).isEqualTo("bert");
      bert.hears("said");
      cleo.hears("said");
      assertThat(ada.does("publish", "messages", "hello").path("done").asText())
          .isEqualTo("publish");
      JsonNode heard = bert.next();
      assertThat(heard.path("from").asText()).isEqualTo("A");
      assertThat(heard.path("text").asText()).isEqualTo("hello");
      // the first that is heard in the red room was said there
      cleo.socket.send("{\"action\":\"publish\",\"of\":\"messages\",\"text\":\"red\"}");
      assertThat(cleo.next().path("text").asText()).isEqualTo("red");
      assertThat(bert.does("history", "", "").path("said").get(0).asText()).isEqualTo("A: hello");
    }
  }

  @Test
  void viewer_hears_andCanChangeNothing() throws Exception {
    try (Person dan = new Person("green", viewer("dan"));
        Person ada = new Person("green", talker("ada"))) {
      assertThat(dan.welcome.path("readonly").asBoolean()).isTrue();
      dan.hears("said");
      JsonNode denied = dan.does("publish", "messages", "hi");
      assertThat(denied.path("group").asText()).isEqualTo("auth");
      assertThat(denied.path("code").asText()).isEqualTo("readonly");
      assertThat(denied.path("message").asText()).isEqualTo("Connection is readonly");
      ada.does("publish", "messages", "hello");
      assertThat(dan.next().path("text").asText()).isEqualTo("hello");
      assertThat(dan.does("history", "", "").path("done").asText()).isEqualTo("history");
      assertThat(dan.does("publish", "no-such-queue", "").path("code").asText())
          .isEqualTo("readonly");
    }
  }

  @Test
  void moderator_mutesAndUnmutes_andOthersMayNot() throws Exception {
    try (Person ada = new Person("white", moderator("ada"));
        Person bert = new Person("white", talker("bert"))) {
      JsonNode denied = bert.does("mute", "ada", "");
      assertThat(denied.path("code").asText()).isEqualTo("forbidden");
      assertThat(denied.path("metadata").path("required_role").asText()).isEqualTo("moderator");
      assertThat(bert.does("subscribe", "moderation", "").path("code").asText())
          .isEqualTo("forbidden");
      assertThat(ada.does("mute", "bert", "").path("muted").asInt()).isEqualTo(1);
      JsonNode told = bert.next();
      assertThat(told.path("event").asText()).isEqualTo("readonly");
      assertThat(told.path("readonly").asBoolean()).isTrue();
      assertThat(bert.does("publish", "messages", "hi").path("code").asText())
          .isEqualTo("readonly");
      assertThat(ada.does("unmute", "bert", "").path("unmuted").asInt()).isEqualTo(1);
      assertThat(bert.does("publish", "messages", "hi").path("done").asText()).isEqualTo("publish");
    }
  }

  @Test
  void refreshWithFewerScopes_dropsTheSubscription_andTellsTheClient() throws Exception {
    TestToken first = moderator("ada").issuedAgo(Duration.ofSeconds(100)).claim("jti", "first");
    try (Person ada = new Person("black", first);
        Person eva = new Person("black", moderator("eva"));
        Person bert = new Person("black", talker("bert"))) {
      ada.hears("moderation");
      ada.hears("said");
      String fewer = talker("ada").issuedAgo(Duration.ofSeconds(10)).claim("jti", "second").sign();
      ada.socket.send("{\"type\":\"bailiwick.refresh\",\"token\":\"" + fewer + "\"}");
      JsonNode dropped = ada.next();
      assertThat(dropped.path("event").asText()).isEqualTo("unsubscribed");
      assertThat(dropped.path("of").asText()).isEqualTo("moderation");
      assertThat(dropped.path("code").asText()).isEqualTo("forbidden");
      eva.does("mute", "nobody", "");
      bert.does("publish", "messages", "after that");
      // and of the muting it heard nothing
      assertThat(ada.next().path("text").asText()).isEqualTo("after that");
      assertThat(ada.does("mute", "bert", "").path("code").asText()).isEqualTo("forbidden");
    }
  }

  @Test
  void peopleWhoComeAndGo_areTold() throws Exception {
    try (Person ada = new Person("gold", talker("ada"))) {
      ada.hears("people");
      try (Person bert = new Person("gold", talker("bert"))) {
        assertThat(ada.next().path("came").asText()).isEqualTo("bert");
        assertThat(bert.does("history", "", "").has("said")).isTrue();
      }
      assertThat(ada.next().path("left").asText()).isEqualTo("bert");
    }
  }

  @Test
  void whatIsNotOpen_isAnswered_andTheSocketStaysOpen() throws Exception {
    try (Person ada = new Person("pink", talker("ada"))) {
      for (String unknown : List.of("fly", "", "Mute")) {
        assertThat(ada.does(unknown, "", "").path("code").asText()).isEqualTo("forbidden");
      }
      assertThat(ada.does("publish", "no-such-queue", "").path("code").asText())
          .isEqualTo("forbidden");
      assertThat(ada.does("subscribe", "no-such-event", "").path("code").asText())
          .isEqualTo("forbidden");
      ada.socket.send("no JSON");
      assertThat(ada.next().path("code").asText()).isEqualTo("invalid_request");
      ada.hears("said");
      assertThat(ada.socket.isOpen()).isTrue();
    }
  }

  @Test
  void paramsThatCantBeRead_areRefusedBeforeTheUpgrade() throws Exception {
    String[] token = bearer(talker("ada"));
    for (String bad : List.of("{\"nick\":7}", "{\"nick\":\"\"}", "{\"nick\":\"<b>\"}", "[]")) {
      HttpResponse<?> refused =
          TestSocket.refused(room("grey"), token[0], token[1], "X-Connection-Params", bad);
      assertThat(refused.statusCode()).as(bad).isEqualTo(400);
    }
    // a lounge without a room is none
    assertThat(
            TestSocket.refused(server.uri().resolve("/agents/lounge"), bearer(talker("ada")))
                .statusCode())
        .isEqualTo(404);
    assertThat(
            TestSocket.refused(room("grey"), bearer(someone("eva", "agents:lounge:read")))
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void metrics_tellWhatWasDecided() throws Exception {
    try (Person ada = new Person("lime", talker("ada"))) {
      ada.hears("said");
      ada.does("fly", "", "");
      assertThat(get("/metrics", ada()).body())
          .containsPattern("\nbailiwick_subscriptions [1-9]")
          .containsPattern(
              "\nbailiwick_access_decisions_total\\{bailiwick_kind=\"action\","
                  + "bailiwick_outcome=\"denied\"\\} [1-9]")
          .doesNotContain("lime");
    }
  }
}
