package io.bailiwick.adapter.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.adapter.token.TokenRejected.Reason;
import io.bailiwick.scope.Scope;
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
}
