package io.bailiwick.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentBindingTest {
  private static final AgentBinding ANY_ROOM = AgentBinding.named("chat-room");
  private static final AgentBinding ROOM_42 =
      AgentBinding.keyed("chat-room", List.of("room", "42"));

  @Test
  void nameAlone_admitsEveryInstanceOfItAndTheAgentItself() {
    assertThat(ANY_ROOM.admits("chat-room", List.of())).isTrue();
    assertThat(ANY_ROOM.admits("chat-room", List.of("room", "42"))).isTrue();
    assertThat(ANY_ROOM.admits("chat-rooms", List.of())).isFalse();
    assertThat(ANY_ROOM.admits("Chat-room", List.of())).isFalse();
  }

  @Test
  void nameAndKey_admitExactlyThatKey() {
    assertThat(ROOM_42.admits("chat-room", List.of("room", "42"))).isTrue();
    assertThat(ROOM_42.admits("chat-room", List.of())).isFalse();
    assertThat(ROOM_42.admits("chat-room", List.of("room"))).isFalse();
    assertThat(ROOM_42.admits("chat-room", List.of("room", "42", "x"))).isFalse();
    assertThat(ROOM_42.admits("chat-room", List.of("42", "room"))).isFalse();
    assertThat(ROOM_42.admits("writer", List.of("room", "42"))).isFalse();
  }

  @Test
  void keys_areComparedElementByElementNeverJoined() {
    assertThat(ROOM_42.admits("chat-room", List.of("room/42"))).isFalse();
    assertThat(AgentBinding.keyed("a", List.of("b,c")).admits("a", List.of("b", "c"))).isFalse();
    assertThat(AgentBinding.keyed("a", List.of("b", "c")).admits("a", List.of("bc"))).isFalse();
  }

  @Test
  void includes_holdsFromAgentToInstanceAndNeverBackOrSideways() {
    assertThat(ANY_ROOM.includes(ROOM_42)).isTrue();
    assertThat(ANY_ROOM.includes(ANY_ROOM)).isTrue();
    assertThat(ROOM_42.includes(ROOM_42)).isTrue();
    assertThat(ROOM_42.includes(ANY_ROOM)).isFalse();
    assertThat(ROOM_42.includes(AgentBinding.keyed("chat-room", List.of("room", "43")))).isFalse();
    assertThat(ANY_ROOM.includes(AgentBinding.keyed("writer", List.of("room", "42")))).isFalse();
  }

  @Test
  void keyWithoutElements_isRefusedSinceItCouldMeanEveryInstance() {
    assertThatThrownBy(() -> AgentBinding.keyed("a", List.of())).isInstanceOf(MalformedPath.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "\0", "\u0085", "\uD83D"})
  void nameOrElementThatIsNoText_isRefused(String text) {
    assertThatThrownBy(() -> AgentBinding.named(text)).isInstanceOf(MalformedPath.class);
    assertThatThrownBy(() -> AgentBinding.keyed("a", List.of("b", text)))
        .isInstanceOf(MalformedPath.class);
  }

  @Test
  void lengths_areBounded() {
    assertThat(AgentBinding.keyed("a", Collections.nCopies(AgentBinding.MAX_KEY, "k")).key().get())
        .hasSize(AgentBinding.MAX_KEY);
    assertThatThrownBy(() -> AgentBinding.named("a".repeat(Scope.MAX_ID + 1)))
        .isInstanceOf(MalformedPath.class);
    assertThatThrownBy(
            () -> AgentBinding.keyed("a", Collections.nCopies(AgentBinding.MAX_KEY + 1, "k")))
        .isInstanceOf(MalformedPath.class);
  }

  @Test
  void key_isCopied() {
    List<String> key = new ArrayList<>(List.of("room"));
    AgentBinding binding = AgentBinding.keyed("chat-room", key);
    key.add("42");

    assertThat(binding.admits("chat-room", List.of("room"))).isTrue();
  }
}
