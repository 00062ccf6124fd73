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

  /** The part that takes as long wherever the texts differ sees a difference by itself. */
  @Test
  void oneOtherBitAnywhere_isADifferenceBeforeTheTextsAreCompared() {
    for (int length : LENGTHS) {
      String letters = letters(length);
      assertThat(text.difference(letters, letters(length), length)).isZero();
      for (int at = 0; at < length; at++) {
        StringBuilder other = new StringBuilder(letters);
        other.setCharAt(at, (char) ('a' ^ 1 << at % 7));
        assertThat(text.difference(letters, other.toString(), length)).isNotZero();
        assertThat(text.difference(other.toString(), letters, length)).isNotZero();
      }
    }
  }

  @Test
  void differences_doNotCancelOut() {
    for (int one = 0; one < 64; one++) {
      for (int two = one + 1; two < 64; two++) {
        StringBuilder other = new StringBuilder(letters(64));
        other.setCharAt(one, 'b');
        other.setCharAt(two, 'b');
        assertThat(text.difference(letters(64), other.toString(), 64)).isNotZero();
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

  /** So that no choice of texts that agree in much brings them to one place. */
  @Test
  void eachBitOfTheEnd_changesEachBitOfTheTagHalfTheTime() {
    int tries = 400;
    int[][] flips = new int[128][64];
    for (int i = 0; i < tries; i++) {
      TokenText keyed = new TokenText();
      String base = "x".repeat(64) + "end of a token: ".substring(0, 16);
      long tag = keyed.tag(base);
      for (int bit = 0; bit < 128; bit++) {
        StringBuilder other = new StringBuilder(base);
        int at = 64 + bit / 8;
        other.setCharAt(at, (char) (base.charAt(at) ^ 1 << bit % 8));
        long changed = tag ^ keyed.tag(other.toString());
        for (int of = 0; of < 64; of++) {
          flips[bit][of] += (int) (changed >>> of & 1);
        }
      }
    }
    // of the first eight characters, which the secret goes with: each bit by itself
    for (int bit = 0; bit < 64; bit++) {
      for (int of = 0; of < 64; of++) {
        // 200 of 400, with seven times the deviation that chance has
        assertThat(flips[bit][of]).as("%s of %s", of, bit).isBetween(130, 270);
      }
    }
    // of the last eight, whose part is the same whatever the secret: all bits together
    for (int bit = 64; bit < 128; bit++) {
      int changed = 0;
      for (int of = 0; of < 64; of++) {
        changed += flips[bit][of] > 0 ? 1 : 0;
      }
      assertThat(changed).as("%s", bit).isBetween(12, 52);
    }
  }

  @Test
  void anotherProcess_tagsAnotherWay() {
    String token = Verifications.text(1, 64);
    assertThat(new TokenText().tag(token)).isNotEqualTo(text.tag(token));
  }
}
