package io.bailiwick.adapter.token;

import io.bailiwick.scope.MalformedScope;
import io.bailiwick.scope.Scope;
import io.bailiwick.scope.ScopeRules;
import io.bailiwick.scope.ScopeSet;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Any text as scopes. Nothing but {@link MalformedScope} may come of one, and nothing of a set;
 * what is read is written so that it is read as the same again.
 */
public final class ScopeTextFuzz {
  private static final List<ScopeRules> DIALECTS =
      List.of(
          ScopeRules.standard(),
          ScopeRules.builder().prefixIds().actionImplies("run", "read").build());

  private ScopeTextFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    for (ScopeRules rules : DIALECTS) {
      readOne(rules, text);
      List<String> names = Arrays.asList(text.split(" ", -1));
      ScopeSet set = ScopeSet.read(rules, names);
      ScopeSet again = ScopeSet.read(rules, set.texts());
      if (!again.equals(set) || again.malformed() != 0 || !again.text().equals(set.text())) {
        throw new AssertionError("A set that was written is read as another");
      }
      for (Scope each : set.scopes()) {
        if (!set.covers(each)) {
          throw new AssertionError("A set covers less than it holds");
        }
      }
    }
  }

  private static void readOne(ScopeRules rules, String text) {
    Scope scope;
    try {
      scope = rules.parse(text);
    } catch (MalformedScope e) {
      return;
    }
    if (!rules.parse(scope.text()).equals(scope)) {
      throw new AssertionError("A scope that was written is read as another");
    }
  }
}
