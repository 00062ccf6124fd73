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
    AccessToken token = bare();
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

  /** With no more than every token has. */
  private static AccessToken bare() {
    AccessToken token = new AccessToken();
    token.exp(2_000L);
    token.iat(1_000L);
    token.id("presented");
    return token;
  }

  private static Map<String, Object> presentedClaim() {
    return Map.of("iat", 1_000L, "jti", "presented");
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
    AccessToken bare = bare();

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
      strings = {
        "service",
        "resource",
        "scopes",
        "scope",
        "user",
        "client",
        "jti",
        "iat",
        "exp",
        "presented_iat",
        "presented_jti"
      })
  void aNoteMissing_isRefused(String name) {
    Map<String, String> notes = new HashMap<>(grant(presented()).notes());
    assertThat(notes.remove(name)).isNotNull();

    assertThatThrownBy(() -> HandleGrant.read(notes)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tokenWithoutEnd_isRefused() {
    AccessToken token = bare();
    token.exp(null);

    assertThatThrownBy(() -> CarriedClaims.of(token)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tokenWithoutIdOrTimeOfIssue_isRefused() {
    AccessToken nameless = bare();
    nameless.id(null);
    AccessToken ageless = bare();
    ageless.iat(null);

    assertThatThrownBy(() -> CarriedClaims.of(nameless))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CarriedClaims.of(ageless))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tokenThatWasRedeemedItself_passesOnWhatItWasRedeemedFrom() {
    AccessToken token = bare();
    token.getOtherClaims().put(AgentClaims.PRESENTED, Map.of("iat", 500, "jti", "first"));

    assertThat(PresentedClaim.of(token)).isEqualTo(new PresentedClaim(500, "first"));
  }

  @Test
  void malformedPresentedClaim_isRefused_andNotTakenForNone() {
    for (Object claim :
        List.of(
            "first",
            Map.of("iat", 500),
            Map.of("jti", "first"),
            Map.of("iat", "500", "jti", "first"),
            Map.of("iat", 0, "jti", "first"),
            Map.of("iat", 500, "jti", ""))) {
      AccessToken token = bare();
      token.getOtherClaims().put(AgentClaims.PRESENTED, claim);

      assertThatThrownBy(() -> PresentedClaim.of(token))
          .isInstanceOf(IllegalArgumentException.class);
    }
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
        .containsEntry(AgentClaims.PRESENTED, presentedClaim())
        .containsEntry(AgentClaims.AUTH_METHOD, "ticket");
  }

  @Test
  void completedToken_losesWhatThePresentedOneDidNotSay() {
    AccessToken presented = bare();
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
    assertThat(token.getOtherClaims())
        .containsOnlyKeys(AgentClaims.AUTH_METHOD, AgentClaims.PRESENTED);
  }

  @Test
  void carriedClaims_withoutEndInTheirNotes_areRefused() {
    assertThatThrownBy(() -> CarriedClaims.read(Map.of("exp", "0")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(
            CarriedClaims.read(Map.of("exp", "1", "presented_iat", "1", "presented_jti", "t"))
                .key())
        .isEqualTo(Optional.empty());
  }
}
