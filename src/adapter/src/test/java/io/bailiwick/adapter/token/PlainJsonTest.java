package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** It takes what issuers write, and nothing that {@link StrictJson} reads otherwise. */
class PlainJsonTest {
  private static final List<String> SEEDS =
      List.of(
          "{\"exp\":1795521600,\"iss\":\"https://i\",\"aud\":[\"a\",\"b\"],\"name\":\"J\u00fcrgen"
              + " \ud83d\ude00\",\"n\":null,\"t\":true,\"f\":false,\"o\":{\"a\":{\"b\":[1,{}]}}}",
          "{\"sub\":\"s\",\"scopes\":[\"agents:a:run\",\"agents:read\"],\"scope\":\"openid a:b\"}",
          "{\"aa\":0,\"ab\":10,\"ac\":123456789012345678,\"ad\":[],\"ae\":\"\",\"\":{\"\":1}}");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatIssuersWrite_isPlain() {
    SEEDS.forEach(
        seed -> assertThat(PlainReading.requireTakenByStrictToo(bytes(seed))).as(seed).isTrue());
    assertThat(PlainReading.requireTakenByStrictToo(bytes("{}"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "\"a\"",
        "{\"a\":1",
        "{\"a\":1}}",
        "{\"a\":1}x",
        "{\"a\":1}{\"b\":1}",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\":1,,\"b\":1}",
        "{\"a\" :1}",
        "{\"a\":1 }",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":-1}",
        "{\"a\":1.5}",
        "{\"a\":1e3}",
        "{\"a\":1234567890123456789}",
        "{\"a\":\"\\n\"}",
        "{\"a\":\"\\\\\"}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\u0000\"}",
        "{\"a\":\"b}",
        "{\"a\":[1,]}",
        "{\"a\":[1}}",
        "{\"a\":{\"b\":1]}",
        "{\"a\":nul}",
        "{\"a\":truefalse}",
        "{\"a\":1,\"a\":2}",
        "{\"o\":{\"a\":1,\"b\":2,\"a\":3}}",
        "{\"a\":[[[[[[[[1]]]]]]]]}"
      })
  void whatIsOtherwise_isNotPlain(String text) {
    assertThat(PlainReading.isPassedOver(bytes(text))).isFalse();
    PlainReading.requireTakenByStrictToo(bytes(text));
  }

  @Test
  void bytesThatAreNoUtf8_areNotPlain() {
    for (String odd : List.of("\u00c3", "\u00ff", "\u00c0\u00a2", "\u00ed\u00a0\u0080")) {
      byte[] text = ("{\"a\":\"" + odd + "\"}").getBytes(StandardCharsets.ISO_8859_1);
      assertThat(PlainReading.isPassedOver(text)).isFalse();
    }
  }

  @Test
  void manyMembers_areReadOnceEachOrNotPlain() {
    for (int members : new int[] {1, 63, 64, 65, 300}) {
      StringBuilder many = new StringBuilder("{");
      for (int i = 0; i < members; i++) {
        many.append(i == 0 ? "" : ",").append("\"n").append(i).append("\":0");
      }
      assertThat(PlainReading.requireTakenByStrictToo(bytes(many + "}"))).isEqualTo(members <= 64);
      assertThat(PlainReading.isPassedOver(bytes(many + ",\"n0\":0}"))).isFalse();
    }
  }

  @Test
  void lengths_areBounded() {
    assertThat(PlainReading.isPassedOver(bytes("{\"" + "n".repeat(512) + "\":0}"))).isTrue();
    assertThat(PlainReading.isPassedOver(bytes("{\"" + "n".repeat(513) + "\":0}"))).isFalse();
    String most = "x".repeat(16 * 1024 - 8);
    assertThat(PlainReading.isPassedOver(bytes("{\"a\":\"" + most + "\"}"))).isTrue();
    assertThat(PlainReading.isPassedOver(bytes("{\"a\":\"" + most + "x\"}"))).isFalse();
  }

  /** Seeded, so that a difference once found is found again. */
  @Test
  void changedJson_isReadAsStrictJsonReadsIt() {
    Random random = new Random(8259);
    String pieces = "\"\\{}[]:,.+-eE0123456789ntfu \t\r\n/*ad\u0000\u001f\u007f\u0080\u00c3\u00ff";
    int plain = 0;
    for (int i = 0; i < 20_000; i++) {
      String seed = SEEDS.get(random.nextInt(SEEDS.size()));
      StringBuilder text = new StringBuilder(new String(bytes(seed), StandardCharsets.ISO_8859_1));
      for (int change = random.nextInt(3); change >= 0; change--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(4)) {
          case 0 -> text.setCharAt(at, pieces.charAt(random.nextInt(pieces.length())));
          case 1 -> text.insert(at, pieces.charAt(random.nextInt(pieces.length())));
          case 2 -> text.deleteCharAt(at);
          default -> {
            int from = random.nextInt(text.length());
            text.insert(at, text.substring(from, Math.min(text.length(), from + 8)));
          }
        }
      }
      byte[] changed = text.toString().getBytes(StandardCharsets.ISO_8859_1);
      plain += PlainReading.requireTakenByStrictToo(changed) ? 1 : 0;
    }
    assertThat(plain).as("some stay plain, and most don't").isBetween(500, 10_000);
  }

  @Test
  void valueThatOthersHad_isTheSameObject() throws PlainJson.NotPlain {
    ClaimNames names = new ClaimNames("sub", "aud", "scopes", Set.of());
    SharedValues shared = new SharedValues();
    Object first = scopes(names, shared, "{\"scopes\":[\"agents:a:run\"],\"sub\":\"one\"}");
    assertThat(scopes(names, shared, "{\"sub\":\"two\",\"scopes\":[\"agents:a:run\"]}"))
        .isSameAs(first);
    assertThat(scopes(names, shared, "{\"sub\":\"two\",\"scopes\":[\"agents:b:run\"]}"))
        .isEqualTo(List.of("agents:b:run"));
  }

  private static Object scopes(ClaimNames names, SharedValues shared, String text)
      throws PlainJson.NotPlain {
    PlainJson json = new PlainJson();
    json.open((text + " ".repeat(PlainJson.ROOM)).getBytes(StandardCharsets.UTF_8), text.length());
    return KnownPayload.first(names, json, shared).claims().array(names.scopes());
  }

  @Test
  void textWithoutRoomBehindIt_isAnError() {
    byte[] text = bytes("{}");
    assertThatThrownBy(() -> new PlainJson().open(text, text.length))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static PlainJson opened(String text) throws PlainJson.NotPlain {
    PlainJson json = new PlainJson();
    json.open(Arrays.copyOf(bytes(text), bytes(text).length + PlainJson.ROOM), bytes(text).length);
    return json;
  }

  @Test
  void nesting_isTakenToItsBound() {
    for (String inner : List.of("[", "{\"b\":", "[[{\"b\":")) {
      String outer = inner.replace("{\"b\":", "}").replace('[', ']');
      String end = new StringBuilder(outer).reverse().toString();
      int each = outer.length();
      for (int times = 1; times * each < 12; times++) {
        String text = "{\"a\":" + inner.repeat(times) + "1" + end.repeat(times) + "}";
        assertThat(PlainReading.isPassedOver(bytes(text))).as(text).isEqualTo(times * each <= 7);
        assertThat(PlainReading.isRead(bytes(text))).as(text).isEqualTo(times * each <= 7);
      }
    }
  }

  @Test
  void numbers_areReadToTheLastOfTheirDigits() throws PlainJson.NotPlain {
    for (String number : List.of("0", "9", "10", "1".repeat(17), "9".repeat(18))) {
      PlainJson json = opened("{\"a\":" + number + "}");
      json.nextName();
      assertThat(json.value()).isEqualTo(Long.valueOf(number));
    }
    for (String odd : List.of("00", "01", "9".repeat(19), "1/", "1:", "/", ":", "")) {
      assertThat(PlainReading.isRead(bytes("{\"a\":" + odd + "}"))).as(odd).isFalse();
    }
  }

  @Test
  void numberAtTheEndOfTheText_isNotReadOnBehindIt() {
    byte[] text = bytes("{\"a\":12345678}");
    for (int length = 1; length < text.length; length++) {
      int cut = length;
      assertThatThrownBy(
              () -> {
                PlainJson json = new PlainJson();
                json.open(text, cut - PlainJson.ROOM < 0 ? 0 : cut - PlainJson.ROOM);
                while (json.nextName()) {
                  json.value();
                }
              })
          .isInstanceOf(PlainJson.NotPlain.class);
    }
  }

  @Test
  void roomBehindTheText_isDemandedToTheByte() throws PlainJson.NotPlain {
    byte[] text = Arrays.copyOf(bytes("{}"), 2 + PlainJson.ROOM);
    PlainJson json = new PlainJson();
    json.open(text, 2);
    assertThat(json.nextName()).isFalse();
    assertThatThrownBy(() -> json.open(text, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> json.open(text, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> json.open(text, 0)).isInstanceOf(PlainJson.NotPlain.class);
  }

  /** A bit for each name tells most apart; that two share one must not matter. */
  @Test
  void namesThatLookAlike_areToldApart_andTwiceIsTwice() {
    for (int length : new int[] {1, 2, 3, 9}) {
      StringBuilder many = new StringBuilder("{");
      for (char first = 'a'; first < 'a' + 20; first++) {
        many.append('"').append(first).append("m".repeat(length)).append("z\":0,");
        many.append('"').append("z").append("m".repeat(length)).append(first).append("\":0,");
      }
      String begin = many.toString();
      assertThat(PlainReading.isRead(bytes(begin + "\"\":0}"))).isTrue();
      assertThat(PlainReading.isRead(bytes(begin + "\"\":0,\"\":0}"))).isFalse();
      for (char first = 'a'; first < 'a' + 20; first++) {
        String twice = begin + '"' + first + "m".repeat(length) + "z\":0}";
        assertThat(PlainReading.isRead(bytes(twice))).isFalse();
        assertThat(PlainReading.isPassedOver(bytes(twice))).isFalse();
      }
    }
  }

  @Test
  void nameWithinAValue_mayBeOneOfThoseAround() {
    for (String good :
        List.of(
            "{\"a\":{\"a\":{\"a\":1}},\"b\":[{\"a\":1},{\"a\":2}]}",
            "{\"o\":{\"a\":1},\"a\":2}",
            "{\"a\":1,\"o\":{\"a\":1}}")) {
      assertThat(PlainReading.requireTakenByStrictToo(bytes(good))).as(good).isTrue();
    }
    for (String twice :
        List.of(
            "{\"a\":{\"b\":1},\"a\":1}",
            "{\"o\":{\"a\":{\"x\":1},\"a\":1}}",
            "{\"a\":[{\"b\":1,\"c\":1,\"b\":1}]}")) {
      assertThat(PlainReading.isPassedOver(bytes(twice))).as(twice).isFalse();
      assertThat(PlainReading.isRead(bytes(twice))).as(twice).isFalse();
    }
  }

  @Test
  void whatIsTheSame_isPassedWithWhatMustFollow() throws PlainJson.NotPlain {
    byte[] same = bytes("{\"a\":12,\"b\":3}");
    PlainJson json = opened("{\"a\":12,\"b\":4}");
    assertThat(json.position()).isEqualTo(1);
    assertThat(json.passSame(same, 1, 7, 1)).isTrue();
    assertThat(json.position()).isEqualTo(7);
    assertThat(json.passSame(same, 7, 13, 0)).as("the value differs").isFalse();
    assertThat(json.position()).as("nothing was passed").isEqualTo(7);
    assertThat(json.passSame(same, 7, 12, 1)).as("what follows differs").isFalse();
    assertThat(json.passSame(same, 7, 12, 0)).isTrue();
    assertThat(json.isDone()).isFalse();
    json.skip();
    assertThat(json.isDone()).isTrue();
  }

  @Test
  void nothingBehindTheText_isPassed() throws PlainJson.NotPlain {
    byte[] longer = bytes("{\"a\":1}        ");
    PlainJson json = new PlainJson();
    json.open(longer, 7);
    assertThat(json.passSame(longer, 1, 7, 1)).isFalse();
    assertThat(json.passSame(longer, 1, 8, 0)).isFalse();
    assertThat(json.passSame(longer, 1, 6, 1)).isTrue();
    assertThat(json.isDone()).isTrue();
    assertThat(json.copy()).isEqualTo(bytes("{\"a\":1}"));
  }

  @Test
  void objectThatGoesOnOrEndsOtherwise_isNotDone() throws PlainJson.NotPlain {
    for (String text : List.of("{\"a\":1]", "{\"a\":1}}", "{\"a\":1,", "{\"a\":1")) {
      PlainJson json = opened(text);
      assertThat(json.nextName()).isTrue();
      json.skip();
      assertThat(json.isDone()).as(text).isFalse();
    }
  }

  @Test
  void closedText_isThereNoMore() throws PlainJson.NotPlain {
    PlainJson json = opened("{\"a\":1}");
    json.close();
    assertThat(json.copy()).isEmpty();
    assertThat(json.isDone()).isFalse();
    assertThatThrownBy(json::begin).isInstanceOf(PlainJson.NotPlain.class);
  }

  @Test
  void openedAgain_isReadFromItsBeginning() throws PlainJson.NotPlain {
    PlainJson json = opened("{\"a\":\"\u00e9\",\"b\":1}");
    assertThat(json.nextName()).isTrue();
    assertThat(json.value()).isEqualTo("\u00e9");
    json.begin();
    assertThat(json.nextName()).isTrue();
    json.skip();
    assertThat(json.nextName()).isTrue();
    json.skip();
    assertThat(json.nextName()).isFalse();
    byte[] next = Arrays.copyOf(bytes("{\"a\":\"c\"}"), 9 + PlainJson.ROOM);
    json.open(next, 9);
    assertThat(json.nextName()).isTrue();
    assertThat(json.value()).isEqualTo("c");
  }

  @Test
  void values_cannotBeChanged() throws PlainJson.NotPlain {
    PlainJson json = opened("{\"a\":[1],\"b\":{\"c\":1}}");
    json.nextName();
    List<?> list = (List<?>) json.value();
    json.nextName();
    Map<?, ?> map = (Map<?, ?>) json.value();
    assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThat(map).isEqualTo(Map.of("c", 1L));
  }
}
