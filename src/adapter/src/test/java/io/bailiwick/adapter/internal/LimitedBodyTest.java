package io.bailiwick.adapter.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** How much of a body is read, and that the connection is broken off beyond that. */
class LimitedBodyTest {
  private static final class Connection implements Flow.Subscription {
    private long asked;
    private boolean broken;

    @Override
    public void request(long n) {
      asked += n;
    }

    @Override
    public void cancel() {
      broken = true;
    }
  }

  private static final IOException TOO_LARGE = new IOException("too large");

  private final Connection connection = new Connection();

  private LimitedBody body(int limit) {
    LimitedBody body = new LimitedBody(limit, () -> TOO_LARGE);
    body.onSubscribe(connection);
    return body;
  }

  private static List<ByteBuffer> parts(String... parts) {
    return List.of(parts).stream()
        .map(part -> ByteBuffer.wrap(part.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private static CompletableFuture<byte[]> read(LimitedBody body) {
    return body.getBody().toCompletableFuture();
  }

  @Test
  void bodyUpToTheLimit_isReadInItsOrder() {
    LimitedBody body = body(7);
    assertThat(connection.asked).isEqualTo(Long.MAX_VALUE);
    body.onNext(parts("ab", "cde"));
    body.onNext(parts("fg"));
    assertThat(read(body)).isNotDone();
    body.onComplete();
    assertThat(read(body).join()).asString(StandardCharsets.UTF_8).isEqualTo("abcdefg");
    assertThat(connection.broken).isFalse();
  }

  @Test
  void bodyBeyondTheLimit_isBrokenOffWhateverComesThen() {
    LimitedBody body = body(7);
    body.onNext(parts("abcd"));
    body.onNext(parts("efgh", "i"));
    assertTooLarge(body);
    body.onNext(parts("j"));
    body.onComplete();
    assertTooLarge(body);
  }

  private void assertTooLarge(LimitedBody body) {
    assertThat(connection.broken).isTrue();
    assertThat(read(body).handle((bytes, failed) -> failed).join()).isSameAs(TOO_LARGE);
  }

  @Test
  void bodyThatIsNotToBeRead_isBrokenOffBeforeItsFirstByte() {
    LimitedBody none = LimitedBody.none(new IOException("status"));
    none.onSubscribe(connection);
    assertThat(connection.asked).isZero();
    assertThat(connection.broken).isTrue();
    assertThat(read(none)).isCompletedExceptionally();
  }

  @Test
  void connectionThatBreaks_endsTheBody() {
    LimitedBody body = body(7);
    IOException broken = new IOException("reset");
    body.onError(broken);
    assertThat(read(body).handle((bytes, failed) -> failed).join()).isSameAs(broken);
  }
}
