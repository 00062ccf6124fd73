package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** What was written on, and that nothing of it stays. */
class TokenScratchTest {
  private static final int[] LENGTHS = {
    1, 100, 4095, 4096, 4097, 8191, 8192, 8193, 12_289, 16_384, 16_385, 40_000
  };

  private final TokenScratch scratch = new TokenScratch();

  /** Three parts, so long altogether, the second being an object. */
  private static String token(int length) {
    String object = "{\"a\":\"" + "b".repeat(Math.max(0, (length - 40) * 3 / 4)) + "\"}";
    String payload =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(object.getBytes(StandardCharsets.US_ASCII));
    String start = "e30." + payload + ".";
    return start + "A".repeat(Math.max(1, length - start.length()));
  }

  private static void assertBlank(TokenScratch used) throws IllegalAccessException {
    int seen = 0;
    for (Field field : TokenScratch.class.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        continue;
      }
      field.setAccessible(true);
      Object value = field.get(used);
      if (value instanceof CharBuffer characters) {
        seen++;
        char[] blank = new char[characters.capacity()];
        assertThat(Arrays.equals(characters.array(), blank)).isTrue();
      } else if (value instanceof ByteBuffer || value instanceof byte[]) {
        seen++;
        byte[] bytes = value instanceof ByteBuffer buffer ? buffer.array() : (byte[]) value;
        assertThat(Arrays.equals(bytes, new byte[bytes.length])).isTrue();
      } else if (value instanceof PlainJson json) {
        seen++;
        assertThat(json.copy()).isEmpty();
      }
    }
    assertThat(seen).as("places that a token's text gets to").isEqualTo(4);
  }

  @Test
  void eachCharacter_isOneByte() {
    String all = "az\u0000\u007f\u0080\u00ff.";
    assertThat(scratch.bytes(all)).startsWith(all.getBytes(StandardCharsets.ISO_8859_1));
    for (int length : LENGTHS) {
      String text = "x".repeat(length - 1) + "y";
      byte[] bytes = scratch.bytes(text);
      assertThat(new String(bytes, 0, length, StandardCharsets.ISO_8859_1)).isEqualTo(text);
      scratch.wipe();
    }
  }

  @Test
  void characterBeyondLatin1_isMalformed_andStopsNothingAfterIt() throws IllegalAccessException {
    for (String beyond :
        new String[] {"\u0100", "abc\uff21", "\ud83d\ude00", "a\ud83d", "\ude00"}) {
      assertThatThrownBy(() -> scratch.bytes(beyond))
          .isInstanceOfSatisfying(
              TokenRejected.class,
              e -> assertThat(e.reason()).isEqualTo(TokenRejected.Reason.MALFORMED));
      scratch.wipe();
      assertBlank(scratch);
      assertThat(scratch.bytes("abc")).startsWith('a', 'b', 'c');
      scratch.wipe();
    }
  }

  @Test
  void nothingOfAToken_stays() throws Exception {
    for (int length : LENGTHS) {
      for (TokenScratch each : new TokenScratch[] {scratch, new TokenScratch()}) {
        CompactJws jws = CompactJws.split(token(length), each);
        try {
          PlainJson json = each.payload(jws);
          assertThat(json.copy()).isEqualTo(jws.payload());
        } catch (PlainJson.NotPlain e) {
          assertThat(length).isGreaterThan(16 * 1024);
        }
        each.wipe();
        assertBlank(each);
      }
    }
  }

  @Test
  void payloadThatFillsTheToken_hasRoom() throws Exception {
    for (int characters = 3000; characters < 6000; characters++) {
      if (characters % 4 == 1) {
        continue;
      }
      String token = "e." + "A".repeat(characters) + ".";
      CompactJws jws = CompactJws.split(token, scratch);
      try {
        scratch.payload(jws);
      } catch (PlainJson.NotPlain e) {
        // zeros are not plain; but there was room for them
      }
      scratch.wipe();
    }
  }

  @Test
  void onlySmallOnes_areWorthKeeping() {
    assertThat(scratch.isSmall()).isTrue();
    scratch.bytes("x".repeat(16 * 1024));
    assertThat(scratch.isSmall()).isTrue();
    scratch.bytes("x".repeat(16 * 1024 + 1));
    assertThat(scratch.isSmall()).isFalse();
    scratch.wipe();
    scratch.bytes("x");
    assertThat(scratch.isSmall()).as("it does not shrink").isFalse();
  }

  @Test
  void placesThatAreLargeEnough_areUsedAgain() {
    assertThat(scratch.bytes("x".repeat(4096))).hasSize(4096);
    byte[] same = scratch.bytes("x".repeat(5000));
    assertThat(scratch.bytes("y".repeat(5000))).isSameAs(same);
    assertThat(scratch.bytes("y")).isSameAs(same);
  }
}
