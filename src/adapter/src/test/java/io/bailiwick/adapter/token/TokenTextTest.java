package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The very same text, and nothing that is nearly so. */
class TokenTextTest {
  private static final int[] LENGTHS = {
    0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 700, 1023, 1024, 1025, 1040, 2047, 2048, 2049, 3000
  };

  private final TokenText text = new TokenText();

  private static String letters(int length) {
    return Verifications.fresh("a".repeat(length));
  }

  @Test
  void sameText_isTheSameHoweverLong() {
    for (int length : LENGTHS) {
      assertThat(text.same(letters(length), letters(length))).isTrue();
    }
  }

  @Test
  void oneOtherCharacterAnywhere_isAnotherText() {
    for (int length : LENGTHS) {
      for (int at = 0; at < length; at++) {
        StringBuilder other = new StringBuilder(letters(length));
        other.setCharAt(at, 'b');
        assertThat(text.same(letters(length), other.toString())).isFalse();
        assertThat(text.same(other.toString(), letters(length))).isFalse();
      }
    }
  }

  @Test
  void characterThatAgreesInItsLowerHalf_isAnother() {
    assertThat(text.same("a".repeat(64), "a".repeat(63) + "\u0161")).isFalse();
  }

  @Test
  void longerOrShorterText_isAnother() {
    assertThat(text.same(letters(100), letters(101))).isFalse();
    assertThat(text.same(letters(101), letters(100))).isFalse();
  }

  @Test
  void tag_dependsOnEachOfTheLastSixteenCharacters() {
    Set<Long> tags = new HashSet<>();
    String base = "abcdefghijklmnopqrstuvwxyz".repeat(3);
    tags.add(text.tag(base));
    for (int i = 1; i <= 16; i++) {
      for (char other = 'A'; other <= 'Z'; other++) {
        StringBuilder changed = new StringBuilder(base);
        changed.setCharAt(base.length() - i, other);
        assertThat(tags.add(text.tag(changed.toString()))).isTrue();
      }
    }
    assertThat(text.tag("x" + base.substring(1))).isEqualTo(text.tag(base));
    assertThat(text.tag(Verifications.fresh(base))).isEqualTo(text.tag(base));
  }

  /** Places in a table are chosen by the lower bits, and those of flights by the upper ones. */
  @Test
  void tags_areSpreadOverAllPlaces() {
    Set<Integer> lower = new HashSet<>();
    Set<Integer> upper = new HashSet<>();
    for (int i = 0; i < 512; i++) {
      long tag = text.tag(Verifications.text(i, 64));
      lower.add((int) tag & 0xff);
      upper.add((int) (tag >>> 48) & 0xff);
    }
    // about 221 of 256 when they are chosen at random
    assertThat(lower.size()).isGreaterThan(180);
    assertThat(upper.size()).isGreaterThan(180);
  }

  @Test
  void anotherProcess_tagsAnotherWay() {
    String token = Verifications.text(1, 64);
    assertThat(new TokenText().tag(token)).isNotEqualTo(text.tag(token));
  }
}
