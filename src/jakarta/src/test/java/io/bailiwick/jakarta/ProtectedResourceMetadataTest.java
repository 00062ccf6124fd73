package io.bailiwick.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.adapter.token.ProofOffer;
import io.bailiwick.scope.ResourceUri;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProtectedResourceMetadataTest {
  private static ProtectedResourceMetadata of(String resource) {
    return new ProtectedResourceMetadata(
        ResourceUri.parse(resource),
        List.of("https://id.example.com/realms/agents"),
        List.of("agents:read"),
        "Research \"OS\"");
  }

  @Test
  void json_saysWhatRfc9728Asks() {
    assertThat(of("https://os.example.com").json())
        .isEqualTo(
            """
            {"resource":"https://os.example.com",\
            "authorization_servers":["https://id.example.com/realms/agents"],\
            "scopes_supported":["agents:read"],\
            "bearer_methods_supported":["header"],\
            "resource_name":"Research \\"OS\\""}""");
  }

  @Test
  void resourceWithoutPath_isServedAtTheWellKnownPath() {
    ProtectedResourceMetadata metadata = of("https://os.example.com");
    assertThat(metadata.paths()).containsExactly("/.well-known/oauth-protected-resource");
    assertThat(metadata.uri())
        .hasToString("https://os.example.com/.well-known/oauth-protected-resource");
  }

  @Test
  void resourceWithPath_isServedBehindItToo() {
    ProtectedResourceMetadata metadata = of("https://os.example.com:8443/team/os");
    assertThat(metadata.paths())
        .containsExactlyInAnyOrder(
            "/.well-known/oauth-protected-resource",
            "/.well-known/oauth-protected-resource/team/os");
    assertThat(metadata.uri())
        .hasToString("https://os.example.com:8443/.well-known/oauth-protected-resource/team/os");
  }

  @Test
  void noAuthorizationServer_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ProtectedResourceMetadata(
                    ResourceUri.parse("https://os.example.com"), List.of(), List.of(), ""));
  }

  @Test
  void proofsThatAreTaken_areSaid() {
    ProtectedResourceMetadata plain = of("https://os.example.com");
    assertThat(plain.json()).doesNotContain("dpop").doesNotContain("tls_client");
    ProofOffer dpop =
        new ProofOffer(EnumSet.allOf(Presentation.Scheme.class), List.of("ES256", "EdDSA"), true);
    assertThat(plain.withProofs(dpop).json())
        .contains(
            """
            "dpop_signing_alg_values_supported":["ES256","EdDSA"],\
            "dpop_bound_access_tokens_required":false,\
            "tls_client_certificate_bound_access_tokens":true""");
    ProofOffer only = new ProofOffer(Set.of(Presentation.Scheme.DPOP), List.of("ES256"), false);
    assertThat(plain.withProofs(only).json())
        .contains("\"dpop_bound_access_tokens_required\":true")
        .doesNotContain("tls_client");
  }
}
