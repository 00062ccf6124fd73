package io.bailiwick.sample;

import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Reads what a request still sends once it is answered, and throws it away (RFC 9112, 9.6). A
 * refusal needs nothing of a body; but a connection that is closed on a client that still writes is
 * reset, and such a client may lose the answer that says why. A body that goes on for more than
 * {@link #MAX_BYTES} ends its connection all the same. So does one that takes longer than {@link
 * #MAX_TIME}, however busily it drips. Holds no thread while it waits.
 */
final class LingeringClose extends Handler.Wrapper {
  static final long MAX_BYTES = 1024 * 1024;
  static final Duration MAX_TIME = Duration.ofSeconds(30);

  LingeringClose(Handler handler) {
    super(handler);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Callback readingOn = Callback.from(() -> new Rest(request, callback).run(), callback::failed);
    Request unread = new Unread(request);
    try {
      return super.handle(unread, response, readingOn);
    } catch (Exception e) {
      Response.writeError(unread, response, readingOn, e);
      return true;
    }
  }

  /** A request of which whoever answers it need not look after the rest. */
  private static final class Unread extends Request.Wrapper {
    Unread(Request request) {
      super(request);
    }

    /** The server would read what is there by now, fail the rest, and close. */
    @Override
    public boolean consumeAvailable() {
      return true;
    }
  }

  /** What is left of a request's body. */
  private static final class Rest implements Runnable {
    private final Request request;
    private final Callback then;
    private final long begun = System.nanoTime();
    private long limit = MAX_BYTES;

    Rest(Request request, Callback then) {
      this.request = request;
      this.then = then;
    }

    @Override
    public void run() {
      while (limit > 0 && System.nanoTime() - begun < MAX_TIME.toNanos()) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        limit -= chunk.remaining();
        boolean end = chunk.isLast();
        Throwable failure = chunk.getFailure();
        chunk.release();
        if (failure != null) {
          then.failed(failure);
          return;
        }
        if (end) {
          then.succeeded();
          return;
        }
      }
      then.failed(new IOException("The body goes on for too long"));
    }
  }
}
