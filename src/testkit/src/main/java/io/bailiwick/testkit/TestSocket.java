package io.bailiwick.testkit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket client that waits for what it expects, up to a deadline of 20 seconds. Thread-safe.
 */
public final class TestSocket implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 20;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** How the other side closed it. */
  public record Closed(int code, String reason) {}

  private final WebSocket socket;
  private final Listener listener;

  private TestSocket(WebSocket socket, Listener listener) {
    this.socket = socket;
    this.listener = listener;
  }

  /**
   * Opens a socket.
   *
   * @param http the address with its {@code http} scheme
   * @param headers name, value, name, value
   * @throws CompletionException where it is refused
   */
  public static TestSocket open(URI http, String... headers) {
    return open(http, List.of(), headers);
  }

  /**
   * Opens a socket and offers subprotocols with it.
   *
   * @param http the address with its {@code http} scheme
   * @param subprotocols in order of preference
   * @param headers name, value, name, value
   * @throws CompletionException where it is refused
   */
  public static TestSocket open(URI http, List<String> subprotocols, String... headers) {
    Listener listener = new Listener();
    WebSocket.Builder builder = CLIENT.newWebSocketBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    if (!subprotocols.isEmpty()) {
      builder.subprotocols(
          subprotocols.get(0), subprotocols.subList(1, subprotocols.size()).toArray(String[]::new));
    }
    URI uri = URI.create(http.toString().replaceFirst("^http", "ws"));
    return new TestSocket(builder.buildAsync(uri, listener).join(), listener);
  }

  /**
   * The HTTP answer with which a socket was refused.
   *
   * @throws AssertionError where it was opened
   */
  public static HttpResponse<?> refused(URI http, String... headers) {
    try (TestSocket open = open(http, headers)) {
      throw new AssertionError("The socket was opened: " + open.socket.isOutputClosed());
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse();
      }
      throw e;
    }
  }

  /** The subprotocol that the other side has chosen; empty where it has chosen none. */
  public String subprotocol() {
    return socket.getSubprotocol();
  }

  /** Sends one whole message of bytes. */
  public void send(ByteBuffer bytes) {
    socket.sendBinary(bytes, true).join();
  }

  /** Sends one whole message. */
  public void send(String text) {
    socket.sendText(text, true).join();
  }

  /**
   * The next part of a message, as it came.
   *
   * @throws AssertionError where none comes in time
   */
  public String receive() throws InterruptedException {
    @Nullable String text = listener.texts.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
    if (text == null) {
      throw new AssertionError("Nothing was received in time");
    }
    return text;
  }

  /**
   * The next part of a message, or where the other side closes it instead, the {@link Closed}.
   *
   * @throws AssertionError where neither comes in time
   */
  public Object receiveOrClosed() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!listener.closed.isDone() && System.nanoTime() < deadline) {
      @Nullable String text = listener.texts.poll(10, TimeUnit.MILLISECONDS);
      if (text != null) {
        return text;
      }
    }
    @Nullable String last = listener.texts.poll();
    return last == null ? closed() : last;
  }

  /**
   * Waits until the other side closes it.
   *
   * @throws AssertionError where it does not in time, or the connection breaks instead
   */
  public Closed closed() throws InterruptedException {
    try {
      return listener.closed.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("The socket was not closed in time", e);
    }
  }

  /** Whether the other side has not closed it yet. */
  public boolean isOpen() {
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
