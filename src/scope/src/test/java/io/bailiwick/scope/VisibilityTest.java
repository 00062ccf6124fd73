package io.bailiwick.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VisibilityTest {

  @Test
  void noIds_areNone() {
    assertThat(Visibility.ofIds(Set.of())).isEqualTo(Visibility.NONE);
    assertThatThrownBy(() -> new Visibility.Some(Set.of(), Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void none_admitsNothing() {
    assertThat(Visibility.NONE.admits("a")).isFalse();
    assertThat(Visibility.NONE.admitsPrefix("a/")).isFalse();
  }

  @Test
  void emptyId_isNeverShown() {
    assertThat(Visibility.ALL.admits("")).isFalse();
    assertThat(Visibility.ofIds(Set.of("a")).admits("")).isFalse();
    assertThatThrownBy(() -> Visibility.ofIds(Set.of("")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Visibility.of(Set.of(), Set.of("")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void prefixWithoutSlash_isRefused() {
    assertThatThrownBy(() -> Visibility.of(Set.of(), Set.of("team-a")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void some_isMinimal() {
    Visibility.Some some =
        new Visibility.Some(Set.of("a/x", "b", "a"), Set.of("a/", "a/b/", "c/d/"));

    assertThat(some.ids()).containsExactlyInAnyOrder("a", "b");
    assertThat(some.prefixes()).containsExactly("a/", "c/d/");
  }

  @Test
  void prefixes_areFoundBetweenOthersThatSortNear() {
    Visibility some = Visibility.of(Set.of(), Set.of("a/", "a-b/", "a0/", "b/c/", "b/d/"));

    assertThat(some.admits("a/zzz")).isTrue();
    assertThat(some.admits("a-b/")).isTrue();
    assertThat(some.admits("a0/x")).isTrue();
    assertThat(some.admits("b/d/x")).isTrue();
    assertThat(some.admits("b/x")).isFalse();
    assertThat(some.admits("a")).isFalse();
    assertThat(some.admits("a1/")).isFalse();
    assertThat(some.admitsPrefix("b/d/e/")).isTrue();
    assertThat(some.admitsPrefix("b/")).isFalse();
  }

  @Test
  void ids_keepTheOrderGivenAndAreCopied() {
    Set<String> given = new LinkedHashSet<>(List.of("z", "a", "m"));
    Visibility.Some some = (Visibility.Some) Visibility.ofIds(given);
    given.add("later");

    assertThat(some.ids()).containsExactly("z", "a", "m");
    assertThatThrownBy(() -> some.ids().add("x")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> some.prefixes().add("x/"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void meet_showsWhatBothShow() {
    Visibility one = Visibility.of(Set.of("a", "b/x"), Set.of("c/"));
    Visibility other = Visibility.of(Set.of("a", "c/y", "d"), Set.of("b/", "c/d/"));

    assertThat(one.meet(other)).isEqualTo(Visibility.of(Set.of("a", "b/x", "c/y"), Set.of("c/d/")));
    assertThat(one.meet(Visibility.ALL)).isEqualTo(one);
    assertThat(Visibility.ALL.meet(one)).isEqualTo(one);
    assertThat(one.meet(Visibility.NONE)).isEqualTo(Visibility.NONE);
    assertThat(Visibility.NONE.meet(one)).isEqualTo(Visibility.NONE);
    assertThat(Visibility.ofIds(Set.of("a")).meet(Visibility.ofIds(Set.of("b"))))
        .isEqualTo(Visibility.NONE);
  }

  @Test
  void union_showsWhatEitherShows() {
    Visibility one = Visibility.of(Set.of("a", "b/x"), Set.of());
    Visibility other = Visibility.of(Set.of("c"), Set.of("b/"));

    assertThat(one.union(other)).isEqualTo(Visibility.of(Set.of("a", "c"), Set.of("b/")));
    assertThat(one.union(Visibility.ALL)).isEqualTo(Visibility.ALL);
    assertThat(one.union(Visibility.NONE)).isEqualTo(one);
    assertThat(Visibility.NONE.union(one)).isEqualTo(one);
  }

  @Test
  void idsChosenToCollide_doNotMakeItSlow() {
    // "Aa" and "BB" have one hash code, and so has every string put together from them
    Set<String> colliding = new HashSet<>(Set.of(""));
    for (int i = 0; i < 13; i++) {
      Set<String> longer = new HashSet<>();
      colliding.forEach(
          text -> {
            longer.add(text + "Aa");
            longer.add(text + "BB");
          });
      colliding = longer;
    }
    Visibility some = Visibility.ofIds(colliding);

    long started = System.nanoTime();
    for (String id : colliding) {
      assertThat(some.admits(id)).isTrue();
    }
    // 8,192 walks through 8,192 equal hash codes would take seconds
    assertThat(System.nanoTime() - started).isLessThan(5_000_000_000L);
  }
}
