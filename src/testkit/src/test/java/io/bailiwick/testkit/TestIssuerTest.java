package io.bailiwick.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.bailiwick.testkit.TestIssuer.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TestIssuerTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final TestIssuer issuer = TestIssuer.start();

  @AfterEach
  void stop() {
    issuer.close();
  }

  private static HttpRequest get(URI uri) {
    return HttpRequest.newBuilder(uri).build();
  }

  private static HttpResponse<String> read(URI uri) throws Exception {
    return CLIENT.send(get(uri), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> discovery() throws Exception {
    return read(URI.create(issuer.issuer() + "/.well-known/openid-configuration"));
  }

  private JWKSet jwks() throws Exception {
    return JWKSet.parse(read(issuer.jwksUri()).body());
  }

  @Test
  void discovery_leadsToTheKeys() throws Exception {
    var document = JSONObjectUtils.parse(discovery().body());
    assertThat(document.get("issuer")).isEqualTo(issuer.issuer());
    assertThat(document.get("jwks_uri")).isEqualTo(issuer.jwksUri().toString());
    assertThat(jwks().getKeys()).extracting(JWK::getKeyID).containsExactly(issuer.key().kid());
    assertThat(issuer.discoveries()).isEqualTo(1);
    assertThat(issuer.jwksReads()).isEqualTo(1);
  }

  @Test
  void published_isNothingPrivate() throws Exception {
    issuer.rotate(TestKey.generate("ec", "ES256"));
    issuer.rotate(TestKey.generate("ed", "EdDSA"));
    assertThat(jwks().getKeys()).hasSize(3).noneMatch(JWK::isPrivate);
    assertThat(jwks().getKeyByKeyId("ec").toECKey().toECPublicKey().getW()).isNotNull();
  }

  @Test
  void rotatedKey_signsAndTheOldOneStaysUntilItIsRetired() throws Exception {
    TestKey old = issuer.rotate();
    assertThat(issuer.key().kid()).isNotEqualTo(old.kid());
    assertThat(jwks().getKeys())
        .extracting(JWK::getKeyID)
        .containsExactlyInAnyOrder(issuer.key().kid(), old.kid());
    issuer.retire(old.kid());
    assertThat(jwks().getKeys()).extracting(JWK::getKeyID).containsExactly(issuer.key().kid());
  }

  @Test
  void faults_failAsTheySay() throws Exception {
    issuer.fail(Fault.ERROR);
    assertThat(read(issuer.jwksUri()).statusCode()).isEqualTo(500);
    issuer.fail(Fault.GARBAGE);
    assertThatThrownBy(this::jwks).isInstanceOf(java.text.ParseException.class);
    issuer.fail(Fault.EMPTY);
    assertThat(jwks().getKeys()).isEmpty();
    issuer.fail(Fault.HUGE);
    assertThat(read(issuer.jwksUri()).body()).hasSizeGreaterThan(10_000_000);
    issuer.fail(Fault.REDIRECT);
    HttpResponse<String> redirect = read(issuer.jwksUri());
    assertThat(redirect.statusCode()).isEqualTo(302);
    URI elsewhere = URI.create(redirect.headers().firstValue("Location").orElseThrow());
    assertThat(JWKSet.parse(read(elsewhere).body()).getKeys()).isNotEmpty();
    issuer.fail(Fault.WRONG_ISSUER);
    assertThat(JSONObjectUtils.parse(discovery().body()).get("issuer"))
        .isNotEqualTo(issuer.issuer());
    issuer.fail(Fault.DOWN);
    assertThatThrownBy(() -> read(issuer.jwksUri())).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HANGING", "STALLED"})
  void slowAnswer_comesWhenTheFaultIsOver(Fault fault) throws Exception {
    issuer.fail(fault);
    CompletableFuture<HttpResponse<String>> answer =
        CLIENT.sendAsync(get(issuer.jwksUri()), HttpResponse.BodyHandlers.ofString());
    assertThatThrownBy(() -> answer.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(java.util.concurrent.TimeoutException.class);
    issuer.fail(Fault.NONE);
    assertThat(JWKSet.parse(answer.get(20, TimeUnit.SECONDS).body()).getKeys()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void everyFault_heals(Fault fault) throws Exception {
    issuer.fail(fault);
    issuer.fail(Fault.NONE);
    assertThat(jwks().getKeys()).hasSize(1);
  }

  @Test
  void clock_standsStillUntilItIsMoved() {
    TestClock clock = TestClock.fixed();
    assertThat(clock.instant()).isEqualTo(TestClock.START);
    clock.advance(Duration.ofSeconds(3));
    assertThat(clock.instant()).isEqualTo(TestClock.START.plusSeconds(3));
    clock.advance(Duration.ofSeconds(-5));
    assertThat(clock.instant()).isEqualTo(TestClock.START.minusSeconds(2));
    clock.set(Instant.EPOCH);
    assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
    assertThat(clock.withZone(clock.getZone())).isSameAs(clock);
  }
}
