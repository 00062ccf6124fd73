package io.bailiwick.bench.decide;

import java.util.List;
import org.casbin.jcasbin.main.CachedEnforcer;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;
import org.casbin.jcasbin.util.Util;

/** jCasbin with its role-based model and {@code keyMatch}: a policy line for each scope held. */
final class Casbin {
  private static final String MODEL =
      """
      [request_definition]
      r = sub, obj, act

      [policy_definition]
      p = sub, obj, act

      [role_definition]
      g = _, _

      [policy_effect]
      e = some(where (p.eft == allow))

      [matchers]
      m = g(r.sub, p.sub) && keyMatch(r.obj, p.obj) && r.act == p.act
      """;

  private Casbin() {}

  static Enforcer of(List<String> scopes) {
    return load(new Enforcer(model()), scopes);
  }

  static CachedEnforcer cached(List<String> scopes) {
    return load(new CachedEnforcer(model()), scopes);
  }

  private static Model model() {
    Util.enableLog = false;
    Model model = new Model();
    model.loadModelFromText(MODEL);
    return model;
  }

  private static <E extends Enforcer> E load(E enforcer, List<String> scopes) {
    for (String scope : scopes) {
      String[] parts = scope.split(":", -1);
      enforcer.addPolicy("role", parts[0] + "/" + parts[1], parts[2]);
    }
    enforcer.addGroupingPolicy("bert", "role");
    enforcer.buildRoleLinks();
    return enforcer;
  }
}
