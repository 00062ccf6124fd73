package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** No name twice, however many there are. */
class MemberNamesTest {
  private static MemberNames first(int many) {
    MemberNames names = new MemberNames();
    for (int i = 0; i < many; i++) {
      names.add("n" + i);
    }
    return names;
  }

  private static void assertMalformed(MemberNames names, String name) {
    assertThatThrownBy(() -> names.add(name)).isInstanceOf(TokenRejected.class);
  }

  @Test
  void anyNameTwice_isMalformedHoweverManyAreBetween() {
    for (int many : new int[] {1, 2, 31, 32, 33, 34, 100, 255}) {
      for (int twice = 0; twice < many; twice++) {
        assertMalformed(first(many), "n" + twice);
      }
    }
  }

  @Test
  void namesWithOneHash_areTwo() {
    MemberNames names = new MemberNames();
    names.add("Aa");
    names.add("BB");
    assertMalformed(names, "Aa");
    assertMalformed(names, "BB");
    names.add("AaAa");
    names.add("BBBB");
    names.add("AaBB");
    assertMalformed(names, "BBBB");
  }

  @Test
  void tooManyNames_areMalformed() {
    first(255).add("one more");
    assertMalformed(first(256), "one more");
  }
}
