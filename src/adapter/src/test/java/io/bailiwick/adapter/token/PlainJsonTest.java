package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
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
}
