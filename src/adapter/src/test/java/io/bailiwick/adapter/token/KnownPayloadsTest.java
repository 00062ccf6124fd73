package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever was read before, a payload's claims are those that are written in it. */
class KnownPayloadsTest {
  private static final Set<String> ALL =
      Set.of("iss", "sub", "aud", "scopes", "scope", "exp", "iat", "name", "cnf", "more");
  private static final ClaimNames NAMES = new ClaimNames("sub", "aud", "scopes", ALL);

  private static final String FIRST =
      "{\"exp\":1795521600,\"iat\":1795521300,\"iss\":\"https://i\",\"aud\":[\"a\",\"b\"],"
          + "\"sub\":\"bert\",\"roles\":{\"a\":[\"x\",\"y\"]},\"scope\":\"openid\","
          + "\"scopes\":[\"agents:a:run\"],\"name\":\"Bert\",\"acr\":\"1\",\"more\":12}";

  private final KnownPayloads payloads = new KnownPayloads(NAMES);

  private static Optional<Map<String, Object>> claims(KnownPayloads payloads, byte[] text) {
    PlainJson json = new PlainJson();
    try {
      json.open(Arrays.copyOf(text, text.length + PlainJson.ROOM), text.length);
      return Optional.of(payloads.read(json).only(ALL));
    } catch (PlainJson.NotPlain e) {
      return Optional.empty();
    }
  }

  private static Optional<Map<String, Object>> strictly(byte[] text) {
    try (StrictJson json = StrictJson.of(text)) {
      return Optional.of(TokenClaims.read(NAMES, json).only(ALL));
    } catch (TokenRejected e) {
      return Optional.empty();
    }
  }

  private Optional<Map<String, Object>> claims(String text) {
    return claims(payloads, text.getBytes(StandardCharsets.UTF_8));
  }

  private void assertReadAsWritten(String text) {
    Optional<Map<String, Object>> read = claims(text);
    assertThat(read).as(text).isPresent();
    assertThat(read).as(text).isEqualTo(strictly(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void payloadsOfOneClient_areReadAsWritten() {
    assertReadAsWritten(FIRST);
    assertReadAsWritten(FIRST);
    assertReadAsWritten(FIRST.replace("bert", "anna").replace("1795521600", "17"));
    assertReadAsWritten(FIRST.replace("\"x\"", "\"x\",\"z\"").replace("agents:a", "agents:b"));
    assertReadAsWritten(FIRST.replace(":12}", ":123}"));
    assertReadAsWritten(FIRST.replace(":12}", ":1}"));
    assertReadAsWritten(FIRST.replace(":12}", ":\"12\"}"));
  }

  @Test
  void payloadsOfAnotherClient_areReadAsWritten() {
    assertReadAsWritten(FIRST);
    assertReadAsWritten(FIRST.replace("\"name\"", "\"email\""));
    assertReadAsWritten(FIRST.replace("\"acr\":\"1\",", ""));
    assertReadAsWritten(FIRST.replace("\"acr\"", "\"cnf\":{\"jkt\":\"k\"},\"acr\""));
    assertReadAsWritten(FIRST.replace(":12}", ":12,\"acr2\":1}"));
    assertReadAsWritten("{}");
    for (int i = 0; i < 300; i++) {
      assertReadAsWritten("{\"exp\":" + i + ",\"n" + i + "\":1,\"sub\":\"s" + i + "\"}");
    }
    assertReadAsWritten(FIRST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"more\":12,}",
        "\"more\":12}}",
        "\"more\":12",
        "\"more\":12 }",
        "\"more\":012}",
        "\"more\":12,\"sub\":\"anna\"}",
        "\"more\":}",
        "\"more\"}",
        "\"more\":1.2}"
      })
  void endThatIsNotPlain_isNotTakenForTheOneThatWas(String end) {
    assertReadAsWritten(FIRST);
    assertThat(claims(FIRST.replace("\"more\":12}", end))).isEmpty();
  }

  @Test
  void nameTwice_isNotPlainWhereverItIs() {
    assertReadAsWritten(FIRST);
    assertThat(claims(FIRST.replace("\"acr\"", "\"sub\""))).isEmpty();
    assertThat(claims(FIRST.replace("{\"exp\"", "{\"sub\":\"anna\",\"exp\""))).isEmpty();
  }

  /** Seeded, so that a difference once found is found again. */
  @Test
  void changedPayload_isReadAsStrictJsonReadsIt() {
    Random random = new Random(9068);
    String pieces = "\"\\{}[]:,.-0123456789abntfu \u0000\u0080\u00c3";
    int plain = 0;
    for (int i = 0; i < 20_000; i++) {
      KnownPayloads fresh = new KnownPayloads(NAMES);
      claims(fresh, FIRST.getBytes(StandardCharsets.UTF_8));
      StringBuilder text = new StringBuilder(FIRST);
      for (int change = random.nextInt(3); change >= 0; change--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(4)) {
          case 0 -> text.setCharAt(at, pieces.charAt(random.nextInt(pieces.length())));
          case 1 -> text.insert(at, pieces.charAt(random.nextInt(pieces.length())));
          case 2 -> text.deleteCharAt(at);
          default -> {
            int from = random.nextInt(text.length());
            text.insert(at, text.substring(from, Math.min(text.length(), from + 12)));
          }
        }
      }
      byte[] changed = text.toString().getBytes(StandardCharsets.ISO_8859_1);
      Optional<Map<String, Object>> read = claims(fresh, changed);
      if (read.isPresent()) {
        plain++;
        assertThat(read).as(text.toString()).isEqualTo(strictly(changed));
        assertThat(claims(fresh, changed)).isEqualTo(read);
      }
    }
    assertThat(plain).as("some stay plain, and many don't").isBetween(1_000, 15_000);
  }

  @Test
  void values_areNotHandedOnFromOneTokenToAnother() {
    assertReadAsWritten(FIRST);
    String without = FIRST.replace("\"sub\":\"bert\",", "");
    assertThat(claims(without).orElseThrow()).doesNotContainKey("sub");
    assertThat(claims(FIRST.replace("[\"agents:a:run\"]", "[]")).orElseThrow())
        .containsEntry("scopes", List.of());
  }

  /** A value that is not read anew is the same object. */
  private Object subject(String client) throws PlainJson.NotPlain {
    byte[] text =
        ("{\"exp\":1,\"" + client + "\":1,\"sub\":\"bert\"}").getBytes(StandardCharsets.UTF_8);
    PlainJson json = new PlainJson();
    json.open(Arrays.copyOf(text, text.length + PlainJson.ROOM), text.length);
    return payloads.read(json).text(NAMES.user()).orElseThrow();
  }

  @Test
  void aFewClients_areKnownAtOnce() throws PlainJson.NotPlain {
    Object[] first = new Object[KnownPayloads.MOST];
    for (int i = 0; i < first.length; i++) {
      first[i] = subject("client" + i);
    }
    for (int i = 0; i < first.length; i++) {
      assertThat(subject("client" + i)).isSameAs(first[i]);
    }
  }

  @Test
  void oneClientMore_isKnownOnceManyHaveGoneBy_andTheOldestIsForgotten() throws PlainJson.NotPlain {
    Object[] first = new Object[KnownPayloads.MOST];
    for (int i = 0; i < first.length; i++) {
      first[i] = subject("client" + i);
    }
    for (int i = 0; i < 62; i++) {
      assertThat(subject("more")).isNotSameAs(subject("client0"));
    }
    Object unkept = subject("more");
    Object kept = subject("more");
    assertThat(kept).isNotSameAs(unkept);
    assertThat(subject("more")).isSameAs(kept);
    for (int i = 1; i < first.length; i++) {
      assertThat(subject("client" + i)).isSameAs(first[i]);
    }
    assertThat(subject("client0")).isNotSameAs(first[0]);
  }

  @Test
  void asManyMembersAsArePlain_areReadAsWritten() {
    for (int members : new int[] {63, 64}) {
      StringBuilder many = new StringBuilder("{");
      for (int i = 1; i < members; i++) {
        many.append("\"n").append(i).append("\":").append(i).append(',');
      }
      assertReadAsWritten(many + "\"sub\":\"bert\"}");
      assertReadAsWritten(many + "\"sub\":\"anna\"}");
    }
  }

  @Test
  void valueThatOnlyBeginsTheSame_isReadAnew() {
    assertReadAsWritten(FIRST);
    for (String end : List.of("1", "12", "120", "\"1\"", "[12]", "0", "true", "null", "{}")) {
      assertReadAsWritten(FIRST.replace(":12}", ":" + end + "}"));
    }
    assertReadAsWritten(FIRST.replace("\"bert\"", "\"bert2\""));
    assertReadAsWritten(FIRST.replace("\"bert\"", "\"ber\""));
  }
}
