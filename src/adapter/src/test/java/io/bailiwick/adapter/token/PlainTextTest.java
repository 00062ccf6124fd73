package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.token.PlainText.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Eight bytes at once, the same is found as by looking at one after the other. */
class PlainTextTest {
  private static final int LONGEST = 2 * Long.BYTES + 3;

  /** Whatever is behind the text may not count. */
  private static byte[] before(byte[] text, int behind) {
    byte[] roomy = Arrays.copyOf(text, text.length + PlainText.ROOM);
    Arrays.fill(roomy, text.length, roomy.length, (byte) behind);
    return roomy;
  }

  private static byte[] letters(int length) {
    byte[] text = new byte[length];
    Arrays.fill(text, (byte) 'a');
    return text;
  }

  @Test
  void anyByteAnywhere_makesTheTextWhatItIs() {
    for (int length = 1; length <= LONGEST; length++) {
      for (int at = 0; at < length; at++) {
        for (int octet = 0; octet < 256; octet++) {
          byte[] text = letters(length);
          text[at] = (byte) octet;
          // a byte beyond ASCII that stands alone is no UTF-8
          boolean plain = octet >= ' ' && octet != '\\' && octet < 128;
          for (int behind : new int[] {0, '\\', 0xff, 'a'}) {
            assertThat(PlainText.kind(before(text, behind), length))
                .as("byte %s at %s of %s", octet, at, length)
                .isEqualTo(plain ? Kind.ASCII : Kind.ODD);
          }
        }
      }
    }
  }

  @Test
  void wellFormedUtf8Anywhere_isTold() {
    for (int length = 2; length <= LONGEST; length++) {
      for (int at = 0; at + 1 < length; at++) {
        byte[] text = letters(length);
        System.arraycopy("\u00e9".getBytes(StandardCharsets.UTF_8), 0, text, at, 2);
        assertThat(PlainText.kind(before(text, 'a'), length)).isEqualTo(Kind.UTF_8);
        for (int i = 0; i < length; i++) {
          if (i < at || i > at + 1) {
            byte[] odd = text.clone();
            odd[i] = '\n';
            assertThat(PlainText.kind(before(odd, 'a'), length)).isEqualTo(Kind.ODD);
          }
        }
      }
    }
  }

  @Test
  void characterThatIsCutOff_isOddEvenIfItsRestIsBehindTheText() {
    byte[] text = "aaaaaaaa\u00e9".getBytes(StandardCharsets.UTF_8);
    assertThat(PlainText.kind(before(text, 'a'), text.length)).isEqualTo(Kind.UTF_8);
    assertThat(PlainText.kind(before(text, 'a'), text.length - 1)).isEqualTo(Kind.ODD);
  }

  @Test
  void nothing_isAscii() {
    assertThat(PlainText.kind(before(new byte[0], '\\'), 0)).isEqualTo(Kind.ASCII);
  }

  @Test
  void firstQuotationMark_isFoundWhereverItIs() {
    for (int end = 0; end <= LONGEST; end++) {
      for (int from = 0; from <= end; from++) {
        byte[] text = before(letters(end), '"');
        assertThat(PlainText.quotationMark(text, from, end)).isNegative();
        for (int mark = 0; mark < end; mark++) {
          byte[] marked = text.clone();
          marked[mark] = '"';
          if (mark < from) {
            assertThat(PlainText.quotationMark(marked, from, end)).isNegative();
            continue;
          }
          assertThat(PlainText.quotationMark(marked, from, end)).isEqualTo(mark);
          Arrays.fill(marked, mark + 1, end, (byte) '"');
          assertThat(PlainText.quotationMark(marked, from, end)).isEqualTo(mark);
        }
      }
    }
  }

  @Test
  void noOtherByte_isTakenForAQuotationMark() {
    for (int octet = 0; octet < 256; octet++) {
      byte[] text = letters(LONGEST);
      Arrays.fill(text, 0, LONGEST - 1, (byte) octet);
      text[LONGEST - 1] = '"';
      assertThat(PlainText.quotationMark(before(text, 'a'), 0, LONGEST))
          .isEqualTo(octet == '"' ? 0 : LONGEST - 1);
    }
  }
}
