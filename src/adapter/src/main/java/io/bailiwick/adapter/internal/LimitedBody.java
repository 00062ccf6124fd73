package io.bailiwick.adapter.internal;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads a response's body up to a limit, and breaks off the connection beyond it. */
public final class LimitedBody implements HttpResponse.BodySubscriber<byte[]> {
  private final int limit;
  private final Supplier<? extends Exception> tooLarge;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  /**
   * @param limit the most bytes
   * @param tooLarge what the answer fails with where there are more
   */
  public LimitedBody(int limit, Supplier<? extends Exception> tooLarge) {
    this.limit = limit;
    this.tooLarge = tooLarge;
  }

  /** Reads nothing: the head alone says that it failed. */
  public static LimitedBody none(Exception failure) {
    LimitedBody none = new LimitedBody(0, () -> failure);
    none.body.completeExceptionally(failure);
    return none;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription started) {
    subscription = started;
    if (body.isDone()) {
      started.cancel();
      return;
    }
    started.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      if (body.isDone()) {
        return;
      }
      if (part.remaining() > limit - bytes.size()) {
        body.completeExceptionally(tooLarge.get());
        if (subscription != null) {
          subscription.cancel();
        }
        return;
      }
      byte[] read = new byte[part.remaining()];
      part.get(read);
      bytes.writeBytes(read);
    }
  }

  @Override
  public void onError(Throwable error) {
    body.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    body.complete(bytes.toByteArray());
  }
}
