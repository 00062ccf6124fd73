package io.bailiwick.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket client that waits for what it expects, up to a deadline. */
final class TestSocket implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 20;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** How it was closed. */
  record Closed(int code, String reason) {}

  private final WebSocket socket;
  private final Listener listener;

  private TestSocket(WebSocket socket, Listener listener) {
    this.socket = socket;
    this.listener = listener;
  }

  static TestSocket open(URI http, String... headers) {
    Listener listener = new Listener();
    WebSocket.Builder builder = CLIENT.newWebSocketBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    URI uri = URI.create(http.toString().replaceFirst("^http", "ws"));
    return new TestSocket(builder.buildAsync(uri, listener).join(), listener);
  }

  /** The HTTP answer with which a socket was refused. */
  static HttpResponse<?> refused(URI http, String... headers) {
    try (TestSocket open = open(http, headers)) {
      throw new AssertionError("The socket was opened: " + open.socket.isOutputClosed());
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse();
      }
      throw e;
    }
  }

  void send(String text) {
    socket.sendText(text, true).join();
  }

  String receive() throws Exception {
    @Nullable String text = listener.texts.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
    if (text == null) {
      throw new AssertionError("Nothing was received in time");
    }
    return text;
  }

  Closed closed() throws Exception {
    return listener.closed.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  boolean isOpen() {
    return !listener.closed.isDone();
  }

  @Override
  public void close() {
    socket.abort();
  }

  private static final class Listener implements WebSocket.Listener {
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      texts.add(data.toString());
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(new Closed(code, reason));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      closed.completeExceptionally(error);
    }
  }
}
