package io.bailiwick.keycloak.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.AccessToken;

final class HandleGrantTest {
  private static final Map<String, Object> ACTOR =
      Map.of("sub", "agent-1", "act", Map.of("sub", "agent-0"));

  private static AccessToken presented() {
    AccessToken token = new AccessToken();
    token.exp(2_000L);
    token.setSessionId("session");
    token.setAuth_time(900L);
    token.setAcr("1");
    token.getOtherClaims().put(AgentClaims.ACT, ACTOR);
    AccessToken.Confirmation bound = new AccessToken.Confirmation();
    bound.setKeyThumbprint("thumbprint");
    bound.setCertThumbprint("certificate");
    token.setConfirmation(bound);
    return token;
  }

  private static HandleGrant grant(AccessToken presented) {
    return new HandleGrant(
        "service",
        "https://os.example.com/agents/a",
        List.of("agents:a:read", "agents:a:run"),
        Set.of("openid", "profile"),
        "user",
        "client",
        "token",
        1_000,
        CarriedClaims.of(presented));
  }

  @Test
  void notes_areReadBackAsTheyWere() {
    HandleGrant full = grant(presented());
    AccessToken bare = new AccessToken();
    bare.exp(2_000L);

    assertThat(HandleGrant.read(full.notes())).isEqualTo(full);
    assertThat(HandleGrant.read(grant(bare).notes())).isEqualTo(grant(bare));
    assertThat(full.session()).contains("session");
    assertThat(grant(bare).session()).isEmpty();
  }

  @Test
  void noScopesAtAll_stayNone() {
    HandleGrant none =
        new HandleGrant(
            "service", "r", List.of(), Set.of(), "u", "c", "t", 1, CarriedClaims.of(presented()));

    assertThat(HandleGrant.read(none.notes()).scopes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"service", "resource", "scopes", "scope", "user", "client", "jti", "iat", "exp"})
  void aNoteMissing_isRefused(String name) {
    Map<String, String> notes = new HashMap<>(grant(presented()).notes());
    assertThat(notes.remove(name)).isNotNull();

    assertThatThrownBy(() -> HandleGrant.read(notes)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tokenWithoutEnd_isRefused() {
    assertThatThrownBy(() -> CarriedClaims.of(new AccessToken()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void completedToken_carriesWhatThePresentedOneSaid() {
    AccessToken token = new AccessToken();
    token.exp(9_000L);
    token.setSessionId("another");
    token.setAuth_time(999L);
    token.setAcr("2");
    token.type("Bearer");

    grant(presented()).complete(token, "ticket");

    assertThat(token.getExp()).isEqualTo(2_000L);
    assertThat(token.getSessionId()).isEqualTo("session");
    assertThat(token.getAuth_time()).isEqualTo(900L);
    assertThat(token.getAcr()).isEqualTo("1");
    assertThat(token.getType()).isEqualTo("DPoP");
    assertThat(token.getConfirmation().getKeyThumbprint()).isEqualTo("thumbprint");
    assertThat(token.getConfirmation().getCertThumbprint()).isEqualTo("certificate");
    assertThat(token.getOtherClaims())
        .containsEntry(AgentClaims.ACT, ACTOR)
        .containsEntry(AgentClaims.AUTH_METHOD, "ticket");
  }

  @Test
  void completedToken_losesWhatThePresentedOneDidNotSay() {
    AccessToken presented = new AccessToken();
    presented.exp(2_000L);
    AccessToken token = presented();
    token.exp(1_500L);
    token.getOtherClaims().clear();

    grant(presented).complete(token, "ticket");

    assertThat(token.getExp()).isEqualTo(1_500L);
    assertThat(token.getSessionId()).isNull();
    assertThat(token.getAuth_time()).isNull();
    assertThat(token.getAcr()).isNull();
    assertThat(token.getConfirmation()).isNull();
    assertThat(token.getType()).isEqualTo("Bearer");
    assertThat(token.getOtherClaims()).containsOnlyKeys(AgentClaims.AUTH_METHOD);
  }

  @Test
  void carriedClaims_withoutEndInTheirNotes_areRefused() {
    assertThatThrownBy(() -> CarriedClaims.read(Map.of("exp", "0")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(CarriedClaims.read(Map.of("exp", "1")).key()).isEqualTo(Optional.empty());
  }
}
