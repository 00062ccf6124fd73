package io.bailiwick.keycloak.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RevocationFeedTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final RevocationFeed feed =
      new RevocationFeed("AAAAAAAA", 100, new Waiters(2, 3), Clock.systemUTC());

  @AfterEach
  void close() {
    feed.close();
  }

  private static Notice notice(String service) {
    return new Notice(
        "realm",
        new Revocation(Revocation.Kind.SUB, Optional.of("bert"), 1),
        Optional.of(Set.of(service)));
  }

  private CompletableFuture<Reading> read(String service, Duration wait)
      throws RevocationFeed.TooBusy {
    return feed.read(feed.present().cursor(), "realm", service, wait).toCompletableFuture();
  }

  @Test
  void nothing_isAnsweredAtOnce_whereNobodyWaits() throws Exception {
    assertThat(read("os", Duration.ZERO)).isDone();
    assertThat(read("os", Duration.ZERO).get().isEmpty()).isTrue();
  }

  @Test
  void everyFollowerThatWaits_isTold_andOthersAreNot() throws Exception {
    CompletableFuture<Reading> one = read("os", LONG);
    CompletableFuture<Reading> two = read("os", LONG);
    CompletableFuture<Reading> other = read("archive", LONG);

    feed.append(List.of(notice("os")));

    assertThat(one.get(1, TimeUnit.MINUTES).revocations()).hasSize(1);
    assertThat(two.get(1, TimeUnit.MINUTES)).isEqualTo(one.get());
    assertThat(other).isNotDone();
  }

  @Test
  void followerThatWaits_isToldOfAnotherNodesToo_andOfWhatIsGone() throws Exception {
    CompletableFuture<Reading> first = read("os", LONG);
    feed.receive("BBBBBBBB", 1, List.of(notice("os")));
    assertThat(first.get(1, TimeUnit.MINUTES).revocations()).hasSize(1);

    CompletableFuture<Reading> second = read("os", LONG);
    feed.receive("BBBBBBBB", 9, List.of());
    assertThat(second.get(1, TimeUnit.MINUTES).gone()).isTrue();
  }

  @Test
  void waitOver_isAnsweredEmpty() throws Exception {
    Reading reading = read("os", Duration.ofMillis(20)).get(1, TimeUnit.MINUTES);

    assertThat(reading.isEmpty()).isTrue();
  }

  @Test
  void tooManyOfOneService_orInAll_areTooBusy() throws Exception {
    CompletableFuture<Reading> one = read("os", LONG);
    CompletableFuture<Reading> two = read("os", LONG);

    assertThatThrownBy(() -> read("os", LONG))
        .isInstanceOfSatisfying(
            RevocationFeed.TooBusy.class,
            e -> assertThat(e.busy()).isEqualTo(RevocationFeed.Busy.SERVICE));
    assertThat(read("os", Duration.ZERO)).isDone();
    CompletableFuture<Reading> three = read("archive", LONG);
    assertThatThrownBy(() -> read("third", LONG))
        .isInstanceOfSatisfying(
            RevocationFeed.TooBusy.class,
            e -> assertThat(e.busy()).isEqualTo(RevocationFeed.Busy.SERVER));

    feed.append(List.of(notice("os")));
    assertThat(one.get(1, TimeUnit.MINUTES)).isEqualTo(two.get(1, TimeUnit.MINUTES));
    assertThat(three).isNotDone();
    assertThat(read("os", LONG)).isNotDone();
  }

  @Test
  void closed_answersAllAndLetsNobodyWait() throws Exception {
    CompletableFuture<Reading> waiting = read("os", LONG);

    feed.close();

    assertThat(waiting.get(1, TimeUnit.MINUTES).isEmpty()).isTrue();
    assertThatThrownBy(() -> read("os", LONG)).isInstanceOf(RevocationFeed.TooBusy.class);
  }
}
