package io.bailiwick.it.demo;

import io.bailiwick.it.keycloak.AdminApi;
import io.bailiwick.it.keycloak.KeycloakServer;
import io.bailiwick.it.keycloak.RealmEndpoints;
import io.bailiwick.it.keycloak.TokenAnswer;
import io.bailiwick.it.keycloak.TokenRequest;
import io.bailiwick.it.sample.SampleClient;
import java.net.URI;

/** What the tour is told on: the realm, the sample, and who may administer. */
record Stage(KeycloakServer keycloak, URI sampleUri) {
  static final String REALM = "agents";
  static final String ARCHIVE = "https://archive.example.com";

  RealmEndpoints realm() {
    return keycloak.realm(REALM);
  }

  SampleClient sample() {
    return new SampleClient(sampleUri);
  }

  AdminApi admin() {
    return new AdminApi(keycloak);
  }

  /** The resource URI of the sample, or of something under it. */
  String resource(String path) {
    return sampleUri + path;
  }

  /** A direct grant by one of the demo's people through {@code demo-cli}. */
  TokenRequest person(String name) {
    return realm().tokenRequest("demo-cli").person(name);
  }

  /** A token of that person for the sample. */
  String tokenOf(String name) {
    return person(name).resource(resource("")).send().accessToken();
  }

  /** A request by the agent that acts for people. */
  TokenRequest demoAgent() {
    return realm().tokenRequest("demo-agent").secret("demo-agent-secret");
  }

  TokenAnswer demoJob(String resource) {
    return realm()
        .tokenRequest("demo-job")
        .secret("demo-job-secret")
        .clientCredentials()
        .resource(resource)
        .send();
  }
}
