package io.bailiwick.adapter.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallJsonTest {
  @Test
  void object_isReadWithItsTypes() throws Exception {
    Map<String, Object> read =
        SmallJson.object(
            "{\"s\":\"t\",\"l\":7,\"b\":12345678901234567890,\"d\":1.5,\"y\":true,\"n\":null,"
                + "\"a\":[1,{\"x\":[]}],\"o\":{\"p\":false}}");
    assertThat(read)
        .containsEntry("s", "t")
        .containsEntry("l", 7L)
        .containsEntry("b", new BigInteger("12345678901234567890"))
        .containsEntry("d", 1.5)
        .containsEntry("y", true)
        .containsEntry("n", null)
        .containsEntry("a", List.of(1L, Map.of("x", List.of())))
        .containsEntry("o", Map.of("p", false));
    assertThatThrownBy(() -> read.put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void nullAlone_isEmptyWhereItMayBe() throws Exception {
    assertThat(SmallJson.objectOrNull(" null ")).isEmpty();
    assertThatExceptionOfType(SmallJson.Malformed.class).isThrownBy(() -> SmallJson.object("null"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "1",
        "{",
        "{}{}",
        "{} x",
        "{\"a\":1,\"a\":1}",
        "{\"o\":{\"a\":1,\"a\":2}}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":1e400}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "// c\n{}",
        "{\"a\":\"\\x\"}"
      })
  void anythingElse_isMalformedWithoutQuotingIt(String json) {
    assertThatExceptionOfType(SmallJson.Malformed.class)
        .isThrownBy(() -> SmallJson.object(json))
        .withNoCause()
        .withMessage("It is no JSON object");
  }

  @Test
  void depthAndCount_areBounded() {
    for (String json :
        List.of(
            "{\"a\":" + "[".repeat(20) + "]".repeat(20) + "}",
            "{\"a\":[" + "1,".repeat(20_000) + "1]}",
            "{\"a\":" + "9".repeat(100) + "}",
            "{\"" + "n".repeat(2_000) + "\":1}")) {
      assertThatExceptionOfType(SmallJson.Malformed.class).isThrownBy(() -> SmallJson.object(json));
    }
  }
}
