package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One text for one value, and no other. */
class Base64UrlTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private final Random random = new Random(4648);

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private byte[] some(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static void assertMalformed(String text) {
    assertThatThrownBy(() -> Base64Url.decode(text, 0, text.length()))
        .as(text)
        .isInstanceOfSatisfying(
            TokenRejected.class,
            e -> assertThat(e.reason()).isEqualTo(TokenRejected.Reason.MALFORMED));
  }

  @Test
  void anyBytes_areDecodedWhereverTheirTextIs() {
    for (int length = 0; length < 40; length++) {
      for (int tries = 0; tries < 8; tries++) {
        byte[] bytes = some(length);
        String text = encoded(bytes);
        assertThat(Base64Url.decode(text, 0, text.length())).isEqualTo(bytes);
        assertThat(Base64Url.length(text.length())).isEqualTo(length);
        String longer = "=".repeat(tries) + text + "=!";
        int to = tries + text.length();
        assertThat(Base64Url.decode(longer, tries, to)).isEqualTo(bytes);
        byte[] octets = longer.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Base64Url.decode(octets, tries, to)).isEqualTo(bytes);
        byte[] into = new byte[length + 5];
        Arrays.fill(into, (byte) '#');
        Base64Url.decode(octets, tries, to, into);
        assertThat(Arrays.copyOf(into, length)).isEqualTo(bytes);
        assertThat(Arrays.copyOfRange(into, length, length + 5)).containsOnly('#');
      }
    }
  }

  @Test
  void everyCharacter_hasItsValueInEveryPlace() {
    for (int i = 0; i < 64; i++) {
      for (int place = 0; place < 4; place++) {
        char[] four = "AAAA".toCharArray();
        four[place] = ALPHABET.charAt(i);
        byte[] decoded = Base64Url.decode(new String(four), 0, 4);
        int three = (decoded[0] & 0xff) << 16 | (decoded[1] & 0xff) << 8 | decoded[2] & 0xff;
        assertThat(three).isEqualTo(i << 6 * (3 - place));
      }
    }
  }

  @Test
  void anyOtherByteAnywhere_isMalformed() {
    for (int octet = 0; octet < 256; octet++) {
      if (ALPHABET.indexOf(octet) >= 0) {
        continue;
      }
      for (int length : new int[] {2, 3, 4, 6, 7, 8, 11, 12, 14}) {
        for (int at = 0; at < length; at++) {
          StringBuilder text = new StringBuilder("A".repeat(length));
          text.setCharAt(at, (char) octet);
          assertMalformed(text.toString());
        }
      }
    }
  }

  @Test
  void lengthThatNothingHas_isMalformed() {
    for (int length = 1; length < 30; length += 4) {
      assertMalformed("A".repeat(length));
    }
  }

  @Test
  void strayBits_areMalformed() {
    for (String before : new String[] {"", "AAAA", "AAAAAAAA"}) {
      for (int i = 0; i < 64; i++) {
        String two = before + "A" + ALPHABET.charAt(i);
        String three = before + "AA" + ALPHABET.charAt(i);
        if (i % 16 == 0) {
          assertThat(encoded(Base64Url.decode(two, 0, two.length()))).isEqualTo(two);
        } else {
          assertMalformed(two);
        }
        if (i % 4 == 0) {
          assertThat(encoded(Base64Url.decode(three, 0, three.length()))).isEqualTo(three);
        } else {
          assertMalformed(three);
        }
      }
    }
  }

  @Test
  void charactersBeyondLatin1_areMalformed() {
    assertMalformed("AAA\u0141");
    assertMalformed("AA\ud83d\ude00A");
    assertMalformed("\ud83d\ude00".repeat(4));
    assertMalformed("AA\ud83dA");
  }
}
