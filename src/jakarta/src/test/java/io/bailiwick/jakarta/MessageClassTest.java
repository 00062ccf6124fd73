package io.bailiwick.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.MessageHandler;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageClassTest {
  private static class Texts implements MessageHandler.Whole<String> {
    @Override
    public void onMessage(String message) {}
  }

  private static final class MoreTexts extends Texts {}

  private abstract static class Any<S, T> implements MessageHandler.Whole<T> {
    @Override
    public void onMessage(T message) {}
  }

  private static final class Bytes extends Any<String, byte[]> {}

  private static final class Lists extends Any<String, List<String>> {}

  private static final class Unknown<T> extends Any<String, T> {}

  private static final class Parts implements MessageHandler.Partial<ByteBuffer> {
    @Override
    public void onMessage(ByteBuffer part, boolean last) {}
  }

  @Test
  void messageClass_isReadFromTheHandlersType() {
    assertThat(MessageClass.of(new Texts())).contains(String.class);
    assertThat(MessageClass.of(new MoreTexts())).contains(String.class);
    assertThat(MessageClass.of(new Bytes())).contains(byte[].class);
    assertThat(MessageClass.of(new Lists())).contains(List.class);
    assertThat(MessageClass.of(new Parts())).contains(ByteBuffer.class);
  }

  @Test
  void typeThatDoesNotSay_isNotGuessed() {
    MessageHandler.Whole<String> lambda = message -> {};
    assertThat(MessageClass.of(lambda)).isEmpty();
    assertThat(MessageClass.of(new Unknown<String>())).isEmpty();
  }
}
