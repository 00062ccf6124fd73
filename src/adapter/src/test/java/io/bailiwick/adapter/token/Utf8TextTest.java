package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What can't be taken for anything but UTF-8. */
class Utf8TextTest {
  private static byte[] letters(int length) {
    byte[] text = new byte[length];
    Arrays.fill(text, (byte) 'a');
    return text;
  }

  private static void assertRefused(byte[] bytes) {
    assertThatThrownBy(() -> Utf8Text.of(bytes)).isInstanceOf(CharacterCodingException.class);
  }

  @Test
  void backslash_isFoundAnywhere_andNothingElseIsTakenForIt() throws CharacterCodingException {
    for (int length = 0; length < 20; length++) {
      assertThat(Utf8Text.of(letters(length)).hasBackslash()).isFalse();
      for (int at = 0; at < length; at++) {
        byte[] text = letters(length);
        for (int octet = 1; octet < 128; octet++) {
          text[at] = (byte) octet;
          assertThat(Utf8Text.of(text).hasBackslash()).isEqualTo(octet == '\\');
        }
      }
    }
  }

  @Test
  void bytesThatAreNoUtf8_areRefusedAnywhere() {
    for (int length = 1; length < 20; length++) {
      for (int at = 0; at < length; at++) {
        byte[] text = letters(length);
        text[at] = (byte) 0xe9;
        assertRefused(text);
        assertThat(Utf8Text.isWellFormed(text, length)).isFalse();
        assertThat(Utf8Text.isWellFormed(text, at)).isTrue();
      }
    }
  }

  @Test
  void zeroAmongTheFirstFour_isRefused() throws CharacterCodingException {
    for (int length = 1; length < 8; length++) {
      for (int at = 0; at < length; at++) {
        byte[] text = letters(length);
        text[at] = 0;
        if (at < 4) {
          assertRefused(text);
        } else {
          assertThat(Utf8Text.of(text).characters().length()).isEqualTo(length);
        }
      }
    }
  }

  @Test
  void textThatBeginsBeyondAscii_isRefused() throws CharacterCodingException {
    assertRefused("\ufeff{}".getBytes(StandardCharsets.UTF_8));
    assertRefused("\u00e9".getBytes(StandardCharsets.UTF_8));
    byte[] later = "{\u00e9\ufeff\ud83d\ude00}".getBytes(StandardCharsets.UTF_8);
    assertThat(Utf8Text.of(later).characters().toString()).isEqualTo("{\u00e9\ufeff\ud83d\ude00}");
  }

  @Test
  void overlongForms_areRefused() {
    assertRefused(new byte[] {'{', (byte) 0xc0, (byte) 0xaf, '}'});
    assertRefused(new byte[] {'{', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '}'});
  }

  @Test
  void halfOfASurrogatePair_isNotWellFormed() {
    for (String good : new String[] {"", "a", "\ud83d\ude00", "a\ud83d\ude00b", "\u00e9\uffff"}) {
      assertThat(Utf8Text.isWellFormed(good)).isTrue();
      for (String half : new String[] {"\ud83d", "\ude00"}) {
        assertThat(Utf8Text.isWellFormed(half + good)).isFalse();
        assertThat(Utf8Text.isWellFormed(good + half)).isFalse();
        assertThat(Utf8Text.isWellFormed(good + half + "a")).isFalse();
      }
    }
    assertThat(Utf8Text.isWellFormed("\ud83d\ude00\ud83d\ude00")).isTrue();
    assertThat(Utf8Text.isWellFormed("\ude00\ud83d")).isFalse();
    assertThat(Utf8Text.isWellFormed("\ud83d\ud83d\ude00")).isFalse();
  }
}
