package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Kept or passed over, the same JSON is taken. */
class StrictJsonTest {
  private static final List<String> SEEDS =
      List.of(
          "{\"exp\":1795521600,\"iss\":\"https://i\",\"aud\":[\"a\",\"b\"],\"name\":\"J\u00fcrgen"
              + " \ud83d\ude00\",\"n\":null,\"t\":true,\"f\":-1.5e3,\"o\":{\"a\":{\"b\":[1,{}]}}}",
          "{\"a\":\"\\u0061\\ud83d\\ude00\\n\",\"\\u0062\":1,\"c\":{\"c\":\"c\"},\"d\":[[],[[]]]}",
          "{\"aa\":0,\"ab\":10,\"ac\":123456789012345678901234567890,\"ad\":false,\"ae\":\"\"}");

  private static Optional<Map<String, Object>> taken(Supplier<StrictJson> reader) {
    try (StrictJson json = reader.get()) {
      json.begin();
      Map<String, Object> object = new LinkedHashMap<>();
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        object.put(name, json.value());
      }
      json.end();
      return Optional.of(object);
    } catch (TokenRejected e) {
      return Optional.empty();
    }
  }

  private static boolean passedOver(Supplier<StrictJson> reader) {
    try (StrictJson json = reader.get()) {
      json.begin();
      while (json.nextName() != null) {
        json.skip();
      }
      json.end();
      return true;
    } catch (TokenRejected e) {
      return false;
    }
  }

  private void assertReadTheSame(byte[] bytes) {
    Optional<Map<String, Object>> expected = taken(() -> StrictJson.of(bytes));
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertThat(passedOver(() -> StrictJson.of(bytes))).as(text).isEqualTo(expected.isPresent());
  }

  /** Seeded, so that a difference once found is found again. */
  @Test
  void changedJson_isTakenKeptAndPassedOverOrNeither() {
    Random random = new Random(8725);
    String pieces = "\"\\{}[]:,.+-eE0123456789ntfu \t\r\n/*ad\u0000\u001f\u007f\u0080\u00c3\u00ff";
    int taken = 0;
    for (int i = 0; i < 20_000; i++) {
      String seed = SEEDS.get(random.nextInt(SEEDS.size()));
      byte[] octets = seed.getBytes(StandardCharsets.UTF_8);
      StringBuilder text = new StringBuilder(new String(octets, StandardCharsets.ISO_8859_1));
      for (int change = random.nextInt(3); change >= 0; change--) {
        int at = random.nextInt(text.length());
        char piece = pieces.charAt(random.nextInt(pieces.length()));
        switch (random.nextInt(4)) {
          case 0 -> text.setCharAt(at, piece);
          case 1 -> text.insert(at, piece);
          case 2 -> text.deleteCharAt(at);
          default -> {
            int from = random.nextInt(text.length());
            text.insert(at, text.substring(from, Math.min(text.length(), from + 8)));
          }
        }
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
      assertReadTheSame(bytes);
      taken += taken(() -> StrictJson.of(bytes)).isPresent() ? 1 : 0;
    }
    assertThat(taken).as("some stay good, and most don't").isBetween(500, 10_000);
  }

  @Test
  void seeds_areTakenWithAllTheirMembers() {
    for (String seed : SEEDS) {
      byte[] bytes = seed.getBytes(StandardCharsets.UTF_8);
      assertThat(taken(() -> StrictJson.of(bytes))).isPresent();
      assertReadTheSame(bytes);
    }
    assertThat(StrictJson.object(SEEDS.get(0).getBytes(StandardCharsets.UTF_8)))
        .containsEntry("name", "J\u00fcrgen \ud83d\ude00")
        .containsEntry("n", StrictJson.NULL)
        .containsEntry("exp", 1795521600L);
  }

  @Test
  void depthAndCount_areBoundedKeptAndPassedOver() {
    for (int depth : new int[] {15, 16, 17, 500}) {
      byte[] deep =
          ("{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}")
              .getBytes(StandardCharsets.UTF_8);
      assertThat(taken(() -> StrictJson.of(deep)).isPresent()).isEqualTo(depth <= 16);
      assertReadTheSame(deep);
    }
    for (int members : new int[] {31, 32, 33, 256, 257}) {
      StringBuilder many = new StringBuilder("{");
      for (int i = 0; i < members; i++) {
        many.append(i == 0 ? "" : ",").append("\"n").append(i).append("\":0");
      }
      byte[] bytes = many.append('}').toString().getBytes(StandardCharsets.UTF_8);
      assertThat(taken(() -> StrictJson.of(bytes)).isPresent()).isEqualTo(members <= 256);
      assertReadTheSame(bytes);
    }
  }

  /** Jackson takes a digit for what has a digit's lower half: U+0463 for a c. */
  @Test
  void escapeWithoutFourHexDigits_isRefused() {
    for (String good : List.of("\\u0063", "\\uABcd", "\\\\u", "\\\\\\u0063", "\\n\\u0041x")) {
      assertThat(taken(() -> StrictJson.of(bytes("{\"a\":\"" + good + "\"}"))))
          .as(good)
          .isPresent();
    }
    for (String bad :
        List.of(
            "\\u006\u0463", "\\u\u0430bcd", "\\u006g", "\\u00", "\\\\\\u006\u0463", "\\u", "\\")) {
      byte[] text = bytes("{\"a\":\"" + bad + "\"}");
      assertThat(taken(() -> StrictJson.of(text))).as(bad).isEmpty();
      assertReadTheSame(text);
    }
    assertThat(taken(() -> StrictJson.of(bytes("{\"\\u006\u0463\":1}")))).isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void decimals_areReadToTheirBound() {
    byte[] most = "{\"a\":-1.5e3,\"b\":1E-400,\"n\":null}".getBytes(StandardCharsets.UTF_8);
    assertThat(StrictJson.object(most))
        .containsEntry("a", new BigDecimal("-1.5e3"))
        .containsEntry("b", new BigDecimal("1E-400"))
        .hasToString("{a=-1.5E+3, b=1E-400, n=null}");
    assertReadTheSame(most);
    byte[] more = "{\"b\":1E-401}".getBytes(StandardCharsets.UTF_8);
    assertThat(taken(() -> StrictJson.of(more))).isEmpty();
    assertReadTheSame(more);
  }
}
