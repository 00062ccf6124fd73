package io.bailiwick.adapter.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetUriTest {
  private static TargetUri of(String text) {
    return TargetUri.parse(text).orElseThrow();
  }

  /** RFC 3986, 2.3: letters, digits and four others, and none of their neighbours in ASCII. */
  @ParameterizedTest
  @CsvSource({
    "%41%5A%5a, AZZ",
    "%61%7A%7a, azz",
    "%30%39, 09",
    "%2d%2E%5f%7E, -._~",
    "%2f%3a%40%5b%60%7b, %2F%3A%40%5B%60%7B",
    "%0a%00, %0A%00",
    "%c3%a9, %C3%A9"
  })
  void percentEncoding_isThereOnlyWhereItMustBeAndInUpperCase(String written, String plain) {
    assertThat(of("https://h/a" + written).path()).isEqualTo("/a" + plain);
    assertThat(of("https://h/" + written + "/b").path()).isEqualTo("/" + plain + "/b");
  }

  /** What a request sends is not a URI before it is taken for one. */
  @ParameterizedTest
  @ValueSource(strings = {"/a%", "/a%4", "/a%zz", "/a%4z", "/a%z4", "/%"})
  void percentSignThatEncodesNothing_staysAsItWasSent(String path) {
    assertThat(of("https://h/p/").resolve(path).path()).isEqualTo("/p" + path);
  }

  @Test
  void addressWithoutAPath_isTheOneWithASlash() {
    assertThat(of("https://h")).isEqualTo(of("https://h/"));
    assertThat(of("https://h").path()).isEqualTo("/");
    assertThat(of("https://h/p").resolve("")).isEqualTo(of("https://h/p"));
  }

  @Test
  void port_isTheOneThatIsWrittenOrTheSchemes() {
    assertThat(of("HTTPS://H/").port()).isEqualTo(443);
    assertThat(of("https://h:443/")).isEqualTo(of("https://h/"));
    assertThat(of("http://h/").port()).isEqualTo(80);
    assertThat(of("https://h:0/").port()).isZero();
    assertThat(of("https://h:65535/").port()).isEqualTo(65535);
    assertThat(TargetUri.parse("https://h:65536/")).isEmpty();
  }
}
