package io.bailiwick.it.sample;

import io.bailiwick.it.SharedKeycloak;
import io.bailiwick.it.TestRealm;
import io.bailiwick.it.keycloak.BuildPaths;
import io.bailiwick.it.keycloak.KeycloakServer;
import io.bailiwick.it.keycloak.Ports;
import io.bailiwick.it.keycloak.RealmEndpoints;
import io.bailiwick.it.keycloak.TokenRequest;
import io.bailiwick.it.realm.Environment;
import io.bailiwick.it.realm.RealmFile;
import io.bailiwick.sample.SampleServer;
import io.bailiwick.sample.SampleSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A sample on a port of its own, with the realm whose {@code research-os} is at that port. */
final class SampleOfRealm implements AutoCloseable {
  private final RealmEndpoints endpoints;
  private final SampleServer server;
  private final AutoCloseable issuer;

  private SampleOfRealm(RealmEndpoints endpoints, SampleServer server, AutoCloseable issuer) {
    this.endpoints = endpoints;
    this.server = server;
    this.issuer = issuer;
  }

  /** On the shared server, with a realm of its own. */
  static SampleOfRealm onSharedKeycloak() {
    return onSharedKeycloak(Map.of());
  }

  /** The same, and the sample is told this too. */
  static SampleOfRealm onSharedKeycloak(Map<String, String> more) {
    int port = Ports.free();
    TestRealm realm = TestRealm.demo(environment(port));
    return new SampleOfRealm(realm.endpoints(), sample(realm.endpoints(), port, more), realm);
  }

  /** With a Keycloak of its own, which the test may stop. */
  static SampleOfRealm withOwnKeycloak() {
    int port = Ports.free();
    RealmFile realm =
        RealmFile.demo(BuildPaths.realmConfig()).resolved(Environment.of(environment(port)));
    KeycloakServer keycloak = SharedKeycloak.start(List.of(realm));
    RealmEndpoints endpoints = keycloak.realm(realm.name());
    return new SampleOfRealm(endpoints, sample(endpoints, port, Map.of()), keycloak);
  }

  private static Map<String, String> environment(int port) {
    return Map.of("BAILIWICK_SAMPLE_PORT", String.valueOf(port));
  }

  private static SampleServer sample(RealmEndpoints endpoints, int port, Map<String, String> more) {
    Map<String, String> told = new HashMap<>(more);
    told.put("BAILIWICK_SAMPLE_PORT", String.valueOf(port));
    told.put("BAILIWICK_ISSUER", endpoints.issuer().toString());
    return SampleServer.start(SampleSettings.read(told));
  }

  RealmEndpoints endpoints() {
    return endpoints;
  }

  SampleClient client() {
    return new SampleClient(server.uri());
  }

  /** The resource URI of the sample, or of something under it. */
  String resource(String path) {
    return server.uri() + path;
  }

  /** A direct grant through {@code demo-cli}. */
  TokenRequest person(String name) {
    return endpoints.tokenRequest("demo-cli").person(name);
  }

  String tokenOf(String name) {
    return person(name).resource(resource("")).send().accessToken();
  }

  /** Stops the Keycloak that {@link #withOwnKeycloak} started. */
  void stopKeycloak() throws Exception {
    issuer.close();
  }

  @Override
  public void close() throws Exception {
    server.close();
    issuer.close();
  }
}
