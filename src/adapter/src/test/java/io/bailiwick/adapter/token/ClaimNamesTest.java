package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each name that is read has a place of its own, by its text and by its bytes. */
class ClaimNamesTest {
  private static final List<String> FIXED =
      List.of(
          "iss",
          "typ",
          "azp",
          "sid",
          "jti",
          "name",
          "email",
          "exp",
          "iat",
          "nbf",
          "scope",
          "scopes_ref",
          "agent",
          "act",
          "auth_method",
          "cnf",
          "presented");

  private final ClaimNames names = new ClaimNames("sub", "aud", "scopes", Set.of("tenant", "iss"));

  private static int place(ClaimNames of, String name) {
    byte[] text = ("..\"" + name + "\"..").getBytes(StandardCharsets.UTF_8);
    int place = of.place(text, 3, text.length - 3);
    assertThat(place).as(name).isEqualTo(of.place(name));
    return place;
  }

  @Test
  void fixedNames_haveTheirPlaces() {
    for (int i = 0; i < FIXED.size(); i++) {
      assertThat(place(names, FIXED.get(i))).isEqualTo(i);
    }
    assertThat(ClaimNames.CNF).isEqualTo(FIXED.indexOf("cnf"));
    assertThat(ClaimNames.PRESENTED).isEqualTo(FIXED.indexOf("presented"));
    assertThat(ClaimNames.EXP).isEqualTo(FIXED.indexOf("exp"));
  }

  @Test
  void namesOfTheService_haveOnesOfTheirOwn() {
    Set<Integer> own =
        Set.of(
            place(names, "sub"),
            place(names, "aud"),
            place(names, "scopes"),
            place(names, "tenant"));
    assertThat(own).containsExactlyInAnyOrder(17, 18, 19, 20);
    assertThat(names.size()).isEqualTo(21);
    assertThat(place(names, "sub")).isEqualTo(names.user());
    assertThat(place(names, "aud")).isEqualTo(names.audience());
    assertThat(place(names, "scopes")).isEqualTo(names.scopes());
  }

  @Test
  void otherNames_haveNone() {
    for (String other : List.of("", "s", "is", "isss", "ISS", "ist", "ass", "ias", "tenan", "x")) {
      assertThat(place(names, other)).isNegative();
    }
  }

  @Test
  void anyManyNames_areFoundByTheirBytes() {
    for (int many : new int[] {0, 1, 10, 12, 13, 14, 44, 45, 46, 500}) {
      Set<String> handedOn = new LinkedHashSet<>();
      for (int i = 0; i < many; i++) {
        handedOn.add("claim-" + i + "-of-the-service");
      }
      ClaimNames several = new ClaimNames("sub", "aud", "scopes", handedOn);
      Set<Integer> places = new HashSet<>();
      handedOn.forEach(name -> places.add(place(several, name)));
      FIXED.forEach(name -> places.add(place(several, name)));
      assertThat(places).hasSize(many + FIXED.size()).doesNotContain(-1);
      assertThat(place(several, "claim-x-of-the-service")).isNegative();
      assertThat(place(several, "")).isNegative();
    }
  }

  @Test
  void anEmptyName_mayBeReadToo() {
    ClaimNames odd = new ClaimNames("sub", "aud", "scopes", Set.of(""));
    assertThat(place(odd, "")).isEqualTo(20);
  }

  @Test
  void whatTokensHaveInCommon_isShared_andTheUserNever() {
    for (String name :
        List.of("iss", "typ", "azp", "scope", "agent", "auth_method", "aud", "scopes")) {
      assertThat(names.isShared(names.place(name))).as(name).isTrue();
    }
    for (String name :
        List.of("sub", "sid", "jti", "name", "email", "exp", "iat", "nbf", "cnf", "presented")) {
      assertThat(names.isShared(names.place(name))).as(name).isFalse();
    }
    assertThat(new ClaimNames("azp", "aud", "scopes", Set.of()).isShared(ClaimNames.AZP)).isFalse();
    ClaimNames one = new ClaimNames("who", "who", "who", Set.of());
    assertThat(one.isShared(one.user())).isFalse();
  }

  @Test
  void nameTwice_hasOnePlace() {
    ClaimNames twice = new ClaimNames("azp", "iss", "scope", Set.of("cnf"));
    assertThat(twice.user()).isEqualTo(ClaimNames.AZP);
    assertThat(twice.audience()).isEqualTo(ClaimNames.ISS);
    assertThat(twice.scopes()).isEqualTo(ClaimNames.SCOPE);
    assertThat(twice.size()).isEqualTo(FIXED.size());
  }
}
