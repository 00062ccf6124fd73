package io.bailiwick.it.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket to an agent: open, or refused before the upgrade with an HTTP status. */
public final class AgentSocket implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int SWITCHING = 101;

  private final int status;
  private final @Nullable WebSocket socket;
  private final BlockingQueue<String> messages;

  private AgentSocket(int status, @Nullable WebSocket socket, BlockingQueue<String> messages) {
    this.status = status;
    this.socket = socket;
    this.messages = messages;
  }

  /**
   * @param headers name, value, name, value
   */
  static AgentSocket open(URI address, String... headers) {
    Inbox inbox = new Inbox();
    WebSocket.Builder builder = CLIENT.newWebSocketBuilder().connectTimeout(PATIENCE);
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    try {
      WebSocket socket = builder.buildAsync(address, inbox).join();
      return new AgentSocket(SWITCHING, socket, inbox.messages);
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return new AgentSocket(refused.getResponse().statusCode(), null, inbox.messages);
      }
      throw e;
    }
  }

  /** 101 where it is open, else the status of the refusal. */
  public int status() {
    return status;
  }

  public boolean isOpen() {
    return socket != null;
  }

  /** Sends a text and waits for the next one; empty where none came within ten seconds. */
  public Optional<String> ask(String text) {
    if (socket == null) {
      throw new IllegalStateException("Refused with " + status);
    }
    socket.sendText(text, true).join();
    try {
      return Optional.ofNullable(messages.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.abort();
    }
  }

  private static final class Inbox implements WebSocket.Listener {
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      partial.append(text);
      if (last) {
        messages.add(partial.toString());
        partial.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
