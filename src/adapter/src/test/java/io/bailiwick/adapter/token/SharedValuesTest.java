package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Only for the very text of the very claim is a value found that was kept. */
class SharedValuesTest {
  private static final int CLAIM = 3;

  private final SharedValues shared = new SharedValues();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void keep(int claim, String text, Object value) {
    shared.keep(claim, bytes(text), 0, bytes(text).length, value);
  }

  private @Nullable Object find(int claim, String text) {
    return shared.find(claim, bytes(text), 0, bytes(text).length);
  }

  @Test
  void keptValue_isFoundWhereverItsTextIs() {
    for (String text : List.of("", "1", "1234567", "12345678", "123456789", "x".repeat(700))) {
      Object value = new Object();
      keep(CLAIM, text, value);
      assertThat(find(CLAIM, text)).isSameAs(value);
      for (int before = 1; before < 40; before++) {
        byte[] elsewhere = bytes("{".repeat(before) + text + "}".repeat(50 - before));
        int to = before + text.length();
        assertThat(shared.find(CLAIM, elsewhere, before, to)).isSameAs(value);
      }
    }
  }

  @Test
  void keptFromTheMiddle_isFoundByItself() {
    Object value = new Object();
    shared.keep(CLAIM, bytes("..12345678.."), 2, 10, value);
    assertThat(find(CLAIM, "12345678")).isSameAs(value);
    assertThat(find(CLAIM, "..12345678..")).isNull();
  }

  @Test
  void anotherText_isNeverTakenForIt() {
    // many share a place, so that only the comparison tells them apart
    for (int length : new int[] {3, 8, 60}) {
      for (int i = 0; i < 4 * SharedValues.PLACES; i++) {
        String text = "x".repeat(length) + i;
        @Nullable Object found = find(CLAIM, text);
        assertThat(found).isNull();
        keep(CLAIM, text, text);
        assertThat(find(CLAIM, text)).isEqualTo(text);
      }
    }
  }

  @Test
  void sameTextOfAnotherClaim_isNotTakenForIt() {
    for (int i = 0; i < 2 * SharedValues.PLACES; i++) {
      keep(i, "\"same\"", i);
      assertThat(find(i, "\"same\"")).isEqualTo(i);
      assertThat(find(i + 1, "\"same\"")).isNull();
    }
  }

  @Test
  void textThatIsLonger_orShorter_isAnother() {
    keep(CLAIM, "12345678", "value");
    assertThat(find(CLAIM, "1234567")).isNull();
    assertThat(find(CLAIM, "123456789")).isNull();
  }

  @Test
  void longText_isNotKept() {
    String most = "x".repeat(SharedValues.MAX_TEXT);
    keep(CLAIM, most, "kept");
    assertThat(find(CLAIM, most)).isEqualTo("kept");
    keep(CLAIM, most + "x", "too long");
    assertThat(find(CLAIM, most + "x")).isNull();
  }

  @Test
  void arrayThatIsWrittenOnAgain_changesNothing() {
    byte[] text = bytes("12345678");
    shared.keep(CLAIM, text, 0, text.length, "value");
    Arrays.fill(text, (byte) 'x');
    assertThat(find(CLAIM, "12345678")).isEqualTo("value");
    assertThat(find(CLAIM, "xxxxxxxx")).isNull();
  }

  /** Else they would push each other out. */
  @Test
  void valuesThatDifferInOnePlace_areKeptBesideEachOther() {
    assertKeptBeside(i -> CLAIM, i -> "" + (char) ('0' + i));
    assertKeptBeside(i -> CLAIM, i -> (char) ('0' + i) + "bcdef");
    assertKeptBeside(i -> CLAIM, i -> "abcdef" + (char) ('0' + i));
    assertKeptBeside(i -> CLAIM, i -> (char) ('0' + i) + "bcdefghijklmnop");
    assertKeptBeside(i -> CLAIM, i -> "abcdefghijklmno" + (char) ('0' + i));
    assertKeptBeside(i -> CLAIM, i -> "[\"" + "agents:a:run\",\"".repeat(20) + (char) ('0' + i));
    assertKeptBeside(i -> CLAIM, i -> (char) ('0' + i) + "agents:a:run\",\"".repeat(20));
    assertKeptBeside(
        i -> CLAIM, i -> "x".repeat(300) + "agents" + (char) ('0' + i) + "y".repeat(301));
    assertKeptBeside(i -> i, i -> "\"abc\"");
    assertKeptBeside(i -> i, i -> "\"abcdefghijkl\"");
    assertKeptBeside(i -> CLAIM, "x"::repeat);
  }

  private static void assertKeptBeside(IntFunction<Integer> claim, IntFunction<String> text) {
    SharedValuesTest fresh = new SharedValuesTest();
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      fresh.keep(claim.apply(i), text.apply(i), i);
    }
    for (int i = 0; i < 64; i++) {
      if (fresh.find(claim.apply(i), text.apply(i)) != null) {
        found.add(i);
      }
    }
    assertThat(found.size()).as("such as " + text.apply(7)).isGreaterThan(40);
  }
}
