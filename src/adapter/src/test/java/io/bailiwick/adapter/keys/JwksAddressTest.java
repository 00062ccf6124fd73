package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are taken, and which settings. */
class JwksAddressTest extends JwksUrlTestBase {
  @Test
  void plainHttpAbroad_isRefusedUnlessSaidByName() {
    assertThatThrownBy(() -> JwksUrl.ofIssuer("http://kc.example/realms/a").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("allowPlainHttp");
    try (JwksUrl loose = JwksUrl.ofIssuer("http://kc.example/realms/a").allowPlainHttp().build()) {
      assertThat(loose.loosened()).singleElement().asString().contains("plain http", "kc.example");
    }
    assertThat(keys.loosened()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1.example/a",
        "http://localhost.example/a",
        "http://127.0.0.1@kc.example/a",
        "http://128.0.0.1/a",
        "ftp://localhost/a",
        "file:///etc/passwd",
        "https:relative",
        "https://kc.example/a#f",
        "https://user:pass@kc.example/a",
        "https://kc.example/a?q=1"
      })
  void addressThatIsNotPlainlyTheIssuers_isRefused(String issuer) {
    assertThatThrownBy(() -> JwksUrl.ofIssuer(issuer).build())
        .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:8080/a", "http://127.0.0.1/a", "http://[::1]:80/a"})
  void loopback_mayBePlain(String issuer) {
    JwksUrl.ofIssuer(issuer).build().close();
    JwksUrl.at(URI.create(issuer)).build().close();
  }

  @Test
  void settingsThatMakeNoSense_areRefused() {
    assertThatThrownBy(() -> builder().coolDown(Duration.ofSeconds(6)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder().maxAge(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder().staleLimit(Duration.ofMinutes(1)).build())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void settingsAtTheirBounds_areTaken() {
    builder()
        .coolDown(Duration.ofSeconds(5))
        .maxAge(Duration.ofNanos(1))
        .staleLimit(Duration.ofNanos(1))
        .maxBytes(1)
        .build()
        .close();
    assertThatThrownBy(() -> builder().coolDown(Duration.ofSeconds(5).plusNanos(1)))
        .isInstanceOf(IllegalArgumentException.class);
    for (int none : new int[] {0, -1}) {
      assertThatThrownBy(() -> builder().maxBytes(none))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void builder_buildsOnce() {
    JwksUrl.Builder once = builder();
    once.build().close();
    assertThatThrownBy(once::build).isInstanceOf(IllegalStateException.class);
  }

  /** On loopback too: such an issuer may send for its keys to anywhere. */
  @Test
  void plainHttp_isListedUnlessTheIssuerIsBehindTls() {
    try (JwksUrl secure = JwksUrl.ofIssuer("https://kc.example/a").allowPlainHttp().build();
        JwksUrl loopback = builder().allowPlainHttp().build()) {
      assertThat(secure.loosened()).isEmpty();
      assertThat(loopback.loosened()).singleElement().asString().contains("localhost");
    }
  }

  /** With more than that, what is reckoned with it would overflow, and no key would be had. */
  @Test
  void durationsBeyondReason_areRefused() {
    for (Duration beyond :
        List.of(
            Duration.ofDays(367),
            Duration.ofSeconds(Long.MAX_VALUE),
            Duration.ZERO,
            Duration.ofNanos(-1))) {
      List<UnaryOperator<JwksUrl.Builder>> settings =
          List.of(
              builder -> builder.maxAge(beyond),
              builder -> builder.staleLimit(beyond),
              builder -> builder.patience(beyond),
              builder -> builder.timeout(beyond),
              builder -> builder.coolDown(beyond));
      for (UnaryOperator<JwksUrl.Builder> setting : settings) {
        assertThatThrownBy(() -> setting.apply(builder()))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void longestAges_canBeReckonedWith() {
    Duration year = Duration.ofDays(366);
    try (JwksUrl source = unhurried().maxAge(year).staleLimit(year).build()) {
      assertThat(find(source, "key-0")).isPresent();
      clock.advance(year.minusSeconds(1));
      assertThat(find(source, "key-0")).isPresent();
      assertThat(source.health().lastFailure()).isEmpty();
    }
  }

  @Test
  void settingAThingTwice_isAnError() throws Exception {
    SSLContext tls = SSLContext.getDefault();
    List<UnaryOperator<JwksUrl.Builder>> settings =
        List.of(
            JwksUrl.Builder::allowPlainHttp,
            builder -> builder.maxAge(Duration.ofMinutes(1)),
            builder -> builder.staleLimit(Duration.ofHours(1)),
            builder -> builder.patience(Duration.ofSeconds(1)),
            builder -> builder.timeout(Duration.ofSeconds(1)),
            builder -> builder.coolDown(Duration.ofSeconds(1)),
            builder -> builder.maxBytes(1024),
            builder -> builder.tls(tls),
            builder -> builder.clock(clock),
            builder -> builder.monotonic(System::nanoTime),
            builder -> builder.executor(ForkJoinPool.commonPool()));
    for (UnaryOperator<JwksUrl.Builder> setting : settings) {
      JwksUrl.Builder once = setting.apply(JwksUrl.ofIssuer(issuer.issuer()));
      assertThatThrownBy(() -> setting.apply(once)).isInstanceOf(IllegalStateException.class);
    }
  }
}
