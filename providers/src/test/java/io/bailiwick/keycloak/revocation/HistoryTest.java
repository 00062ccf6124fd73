package io.bailiwick.keycloak.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class HistoryTest {
  private static final String A = "AAAAAAAA";
  private static final String B = "BBBBBBBB";
  private static final String C = "CCCCCCCC";

  private final MovableClock clock = new MovableClock();
  private final History history = new History(A, 100, Duration.ofHours(1), clock);

  private static final class MovableClock extends Clock {
    private Instant now = Instant.ofEpochSecond(1_000_000);

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }
  }

  static Notice notice(String value) {
    return new Notice("realm", revocation(value), Optional.of(Set.of("os")));
  }

  private static Revocation revocation(String value) {
    return new Revocation(Revocation.Kind.SUB, Optional.of(value), 1);
  }

  private Reading read(Cursor cursor) {
    return history.read(cursor, "realm", "os", 500);
  }

  static List<String> values(Reading reading) {
    return reading.revocations().stream().map(each -> each.value().orElseThrow()).toList();
  }

  @Test
  void whatComesAfterTheCursor_isReadOnce() {
    history.append(List.of(notice("early")));
    Cursor cursor = history.present();
    history.append(List.of(notice("one"), notice("two")));

    Reading first = read(cursor);
    Reading second = read(first.cursor());

    assertThat(values(first)).containsExactly("one", "two");
    assertThat(second.isEmpty()).isTrue();
    assertThat(second.cursor()).isEqualTo(first.cursor());
  }

  @Test
  void othersRevocations_areNotRead_andNotLookedAtAgain() {
    Cursor cursor = history.present();
    history.append(
        List.of(
            notice("mine"),
            new Notice("realm", revocation("x"), Optional.of(Set.of("other"))),
            new Notice("elsewhere", revocation("x"), Optional.empty())));

    assertThat(values(read(cursor))).containsExactly("mine");
    assertThat(history.read(cursor, "realm", "nobody", 500).revocations()).isEmpty();
    assertThat(history.read(cursor, "realm", "nobody", 500).cursor()).isEqualTo(history.present());
    assertThat(history.read(cursor, "elsewhere", "any", 500).revocations()).hasSize(1);
  }

  @Test
  void moreThanFits_isReadInParts() {
    Cursor cursor = history.present();
    history.append(IntStream.range(0, 7).mapToObj(i -> notice("v" + i)).toList());

    Reading first = history.read(cursor, "realm", "os", 3);
    Reading second = history.read(first.cursor(), "realm", "os", 3);
    Reading third = history.read(second.cursor(), "realm", "os", 3);

    assertThat(values(first)).containsExactly("v0", "v1", "v2");
    assertThat(first.more()).isTrue();
    assertThat(values(second)).containsExactly("v3", "v4", "v5");
    assertThat(values(third)).containsExactly("v6");
    assertThat(third.more()).isFalse();
  }

  @Test
  void cursorOlderThanTheHistory_isGone_byNumberAndByAge() {
    Cursor cursor = history.present();
    history.append(List.of(notice("first")));
    history.append(IntStream.range(0, 100).mapToObj(i -> notice("v" + i)).toList());

    assertThat(read(cursor).gone()).isTrue();
    assertThat(read(cursor).revocations()).isEmpty();
    assertThat(read(read(cursor).cursor()).gone()).isFalse();

    Cursor young = history.present();
    history.append(List.of(notice("more")));
    assertThat(values(read(young))).containsExactly("more");
    clock.pass(Duration.ofMinutes(61));
    assertThat(read(young).gone()).isTrue();
  }

  @Test
  void cursorThatDoesNotKnowThisNode_isGone() {
    assertThat(read(new Cursor(Map.of())).gone()).isTrue();
    history.receive(B, 1, List.of(notice("b")));
    assertThat(read(new Cursor(Map.of(B, 1L))).gone()).isTrue();
    assertThat(read(new Cursor(Map.of(B, 0L, A, 0L))).gone()).isFalse();
  }

  @Test
  void cursorThatNamesAnUnknownNode_isGone_sinceThatMayHaveSentMore() {
    assertThat(read(new Cursor(Map.of(A, 0L, B, 0L))).gone()).isTrue();
    assertThat(read(new Cursor(Map.of(A, 0L, B, 3L))).gone()).isTrue();
    history.receive(B, 4, List.of());
    assertThat(read(new Cursor(Map.of(A, 0L, B, 3L))).gone()).isFalse();
    assertThat(read(new Cursor(Map.of(A, 0L, B, 2L))).gone()).isTrue();
  }

  @Test
  void cursorBeyondThisNodesOwnLast_isNoneOfOurs() {
    assertThat(read(new Cursor(Map.of(A, 1L))).gone()).isTrue();
  }

  @Test
  void followerThatKnowsMoreOfAnotherNode_isNotToldAgain() {
    history.receive(B, 1, List.of(notice("b1")));
    Cursor ahead = new Cursor(Map.of(A, 0L, B, 2L));

    assertThat(read(ahead).isEmpty()).isTrue();
    Cursor still = read(ahead).cursor();
    history.receive(B, 2, List.of(notice("b2"), notice("b3")));
    assertThat(values(read(still))).containsExactly("b3");
  }

  @Test
  void nodeThatIsNewToTheCursor_isReadFromItsStart() {
    Cursor cursor = history.present();
    history.receive(B, 1, List.of(notice("b1")));

    assertThat(values(read(cursor))).containsExactly("b1");

    history.receive(C, 5, List.of(notice("c5")));
    assertThat(read(cursor).gone()).isTrue();
  }

  @Test
  void messageLost_makesOlderCursorsGone_whetherAnotherFollowsOrNone() {
    history.receive(B, 1, List.of(notice("b1")));
    Cursor cursor = history.present();
    history.receive(B, 3, List.of(notice("b3")));
    assertThat(read(cursor).gone()).isTrue();

    Cursor later = history.present();
    history.receive(B, 4, List.of());
    assertThat(read(later).gone()).isFalse();
    history.receive(B, 5, List.of());
    assertThat(read(later).gone()).isTrue();
  }

  @Test
  void sameMessageTwice_isTakenOnce() {
    Cursor cursor = history.present();
    history.receive(B, 1, List.of(notice("b1"), notice("b2")));
    history.receive(B, 1, List.of(notice("b1"), notice("b2")));
    history.receive(B, 2, List.of(notice("b2"), notice("b3")));
    history.receive(A, 1, List.of(notice("a1")));

    assertThat(values(read(cursor))).containsExactly("b1", "b2", "b3");
  }

  @Test
  void nodeThatEndedLongAgo_isForgotten_andCursorsThatSawAllOfItGoOn() {
    history.receive(B, 1, List.of(notice("b1")));
    Cursor all = history.present();
    Cursor notAll = new Cursor(Map.of(A, 0L, B, 0L));
    clock.pass(Duration.ofMinutes(61));

    Reading reading = read(all);

    assertThat(reading.gone()).isFalse();
    assertThat(reading.cursor().positions()).containsOnlyKeys(A);
    assertThat(read(notAll).gone()).isTrue();
  }

  @Test
  void startsOfNodes_areBounded_andACursorHasRoom() {
    for (int i = 0; i < 200; i++) {
      clock.pass(Duration.ofSeconds(1));
      history.receive("node" + (1000 + i), 1_000_000_000L, List.of());
    }

    assertThat(history.present().positions()).hasSize(History.MOST_ORIGINS).containsKey(A);
    assertThat(history.present().text().length()).isLessThanOrEqualTo(Cursor.LONGEST);
  }

  @Test
  void whoAsksForAll_getsWhatIsHeld_completeSinceTheStart() {
    Instant start = clock.instant();
    clock.pass(Duration.ofMinutes(1));
    history.append(List.of(notice("one")));
    history.receive(B, 1, List.of(notice("two")));

    assertThat(values(read(history.oldest()))).containsExactlyInAnyOrder("one", "two");
    assertThat(history.completeSince()).isEqualTo(start);
  }

  @Test
  void nodeThatWasHeardLate_makesItCompleteSinceThenOnly() {
    clock.pass(Duration.ofMinutes(1));
    history.receive(B, 3, List.of(notice("third")));

    assertThat(values(read(history.oldest()))).containsExactly("third");
    assertThat(history.completeSince()).isEqualTo(clock.instant());
  }

  @Test
  void noticeThatWasMissed_makesItCompleteSinceThenOnly() {
    history.receive(B, 1, List.of(notice("first")));
    clock.pass(Duration.ofMinutes(1));
    history.receive(B, 3, List.of(notice("third")));
    Instant missed = clock.instant();
    clock.pass(Duration.ofMinutes(1));
    history.receive(B, 4, List.of(notice("fourth")));

    assertThat(values(read(history.oldest()))).containsExactly("third", "fourth");
    assertThat(history.completeSince()).isEqualTo(missed);
  }

  @Test
  void whatIsTooOldOrTooMuch_makesItCompleteSinceTheLastThatWasGivenUp() {
    history.append(List.of(notice("old")));
    Instant old = clock.instant();
    clock.pass(Duration.ofMinutes(50));
    history.append(List.of(notice("later")));
    clock.pass(Duration.ofMinutes(20));

    assertThat(history.completeSince()).isEqualTo(old);
    assertThat(values(read(history.oldest()))).containsExactly("later");

    for (int i = 0; i < 100; i++) {
      clock.pass(Duration.ofMillis(1));
      history.append(List.of(notice("many")));
    }
    assertThat(history.completeSince())
        .as("the one of fifty minutes gave way")
        .isEqualTo(old.plus(Duration.ofMinutes(50)));
  }

  @Test
  void nodeThatEndedLongAgo_isStillReckonedWith() {
    history.receive(B, 7, List.of(notice("seventh")));
    clock.pass(Duration.ofMinutes(10));
    history.receive(B, 9, List.of(notice("ninth")));
    Instant ninth = clock.instant();
    clock.pass(Duration.ofHours(2));

    assertThat(history.completeSince()).isEqualTo(ninth);
    assertThat(history.oldest().positions()).containsOnlyKeys(A);
  }
}
