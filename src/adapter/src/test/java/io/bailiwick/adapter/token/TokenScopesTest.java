package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.scope.Scope;
import io.bailiwick.scope.ScopeRules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a token grants. */
class TokenScopesTest extends VerifierTestBase {
  @Test
  void scopesArray_governsAndPlainNamesInScopeDontMatter() {
    Caller caller =
        verifier.verify(
            token().scopes("agents:a:run").claim("scope", "openid email agents:a:run").sign());
    assertThat(caller.scopes().texts()).containsExactly("agents:a:run");
  }

  @Test
  void agentScopesInScopeThatDiffer_areMalformed() {
    assertRejected(
        token().scopes("agents:a:run").claim("scope", "agents:run").sign(), Reason.MALFORMED);
    assertRejected(token().scopes().claim("scope", "agents:run").sign(), Reason.MALFORMED);
    assertRejected(
        token().scopes("agents:a:run").claim("scope", "agents:a:run agent_os:admin").sign(),
        Reason.MALFORMED);
  }

  @Test
  void sameScopesInAnotherOrder_areTheSame() {
    Caller caller =
        verifier.verify(token().scopes("b:read", "a:read").claim("scope", "a:read b:read").sign());
    assertThat(caller.scopes().texts()).containsExactlyInAnyOrder("a:read", "b:read");
  }

  @Test
  void scopeAlone_givesItsAgentScopes() {
    Caller caller =
        verifier.verify(token().without("scopes").claim("scope", "openid agents:a:run").sign());
    assertThat(caller.scopes().texts()).containsExactly("agents:a:run");
  }

  @Test
  void neitherScopeNorScopes_isNoScopes() {
    assertThat(
            verifier.verify(token().without("scopes").without("scope").sign()).scopes().isEmpty())
        .isTrue();
  }

  @Test
  void scopesElsewhere_areNoScopes() {
    Caller caller =
        verifier.verify(
            token().scopes("agent_os:admin").claim("scopes_ref", "https://kc/scopes/1").sign());
    assertThat(caller.scopes().isEmpty()).isTrue();
    assertThat(caller.can(Scope.global("agents", "read"))).isFalse();
  }

  @Test
  void malformedScope_grantsNothingAndIsCounted() {
    Caller caller = verifier.verify(token().scopes("agents::read", "agents:a:run").sign());
    assertThat(caller.scopes().texts()).containsExactly("agents:a:run");
    assertThat(caller.scopes().malformed()).isEqualTo(1);
  }

  @Test
  void scopesThatAreNoArrayOfTexts_areMalformed() {
    assertRejected(token().claim("scopes", "agents:read").sign(), Reason.MALFORMED);
    assertRejected(token().claim("scopes", Map.of()).sign(), Reason.MALFORMED);
    assertRejected(token().claim("scopes", List.of(1)).sign(), Reason.MALFORMED);
    assertRejected(token().claim("scope", List.of("agents:read")).sign(), Reason.MALFORMED);
    assertRejected(sign(payload(Map.of("scopes", "null"))), Reason.MALFORMED);
    assertRejected(sign(payload(Map.of("scopes", "[null]"))), Reason.MALFORMED);
  }

  private static boolean spells(String spoken, String... names) {
    return spells(ScopeRules.standard(), spoken, names);
  }

  private static boolean spells(ScopeRules rules, String spoken, String... names) {
    TokenScopes scopes = new TokenScopes(rules, TokenScopes.CLAIM, 0);
    return scopes.spells(spoken, List.of(names));
  }

  /** Then neither needs to be compiled to see that both say the same. */
  @Test
  void plainNamesAndThenThoseOfTheArray_spellIt() {
    assertThat(spells("a:r", "a:r")).isTrue();
    assertThat(spells("openid a:r", "a:r")).isTrue();
    assertThat(spells("openid email a:r b:i:r", "a:r", "b:i:r")).isTrue();
    assertThat(spells("a:r b:i:r", "a:r", "b:i:r")).isTrue();
    assertThat(spells("openid email")).isTrue();
    assertThat(spells("")).isTrue();
    assertThat(spells("openid :r", ":r")).as("malformed, and so in both").isTrue();
  }

  @Test
  void anythingElse_doesNotSpellIt() {
    assertThat(spells("a:r b:r", "b:r")).as("one more in the text").isFalse();
    assertThat(spells(": b:r", "b:r")).as("a colon at its very start").isFalse();
    assertThat(spells("b:r", "a:r", "b:r")).as("one more in the array").isFalse();
    assertThat(spells("b:r", "openid", "b:r")).as("one more without a colon").isFalse();
    assertThat(spells("b:r a:r", "a:r", "b:r")).as("another order").isFalse();
    assertThat(spells("a:r  b:r", "a:r", "b:r")).as("an empty name between").isFalse();
    assertThat(spells("xb:r", "b:r")).as("the end of another name").isFalse();
    assertThat(spells("b:rx", "b:r")).as("its beginning").isFalse();
    assertThat(spells("a:r b:r", "a:r b:r")).as("one name with a space").isFalse();
    assertThat(spells(" b:r", " b:r")).as("one that begins with it").isFalse();
    ScopeRules rules = ScopeRules.builder().admin("root").build();
    assertThat(spells(rules, "root a:r", "a:r")).as("an admin scope without a colon").isFalse();
  }

  @Test
  void scopesOfAText_areThoseOfTheTextWhereTheClaimIsScope() {
    AgentTokenVerifier reading = builder().scopesClaim("scope").build();
    Caller caller =
        reading.verify(token().without("scopes").claim("scope", "openid a:r a:i:r").sign());
    assertThat(caller.scopes().texts()).containsExactly("a:r");
  }

  @Test
  void sameArrayAgain_isReadWithTheTextItComesWith() {
    String array = "[\"agents:a:run\"]";
    for (int i = 0; i < 8; i++) {
      String id = "\"" + i + "\"";
      assertThat(
              verifier
                  .verify(
                      sign(
                          payload(Map.of("scopes", array, "scope", "\"agents:a:run\"", "jti", id))))
                  .scopes()
                  .texts())
          .containsExactly("agents:a:run");
      assertRejected(
          sign(payload(Map.of("scopes", array, "scope", "\"agents:run\"", "jti", id))),
          Reason.MALFORMED);
    }
  }
}
