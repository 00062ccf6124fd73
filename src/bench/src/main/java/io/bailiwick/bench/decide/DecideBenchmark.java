package io.bailiwick.bench.decide;

import io.bailiwick.scope.ScopeRules;
import io.bailiwick.scope.ScopeSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.shiro.authz.permission.WildcardPermission;
import org.casbin.jcasbin.main.CachedEnforcer;
import org.casbin.jcasbin.main.Enforcer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authorization.AuthoritiesAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * One decision. Each candidate has what it can prepare before, prepared. Spring knows no scope
 * language, so it is asked for the four authorities that would do.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class DecideBenchmark {
  @Param({"5", "50", "500"})
  public int scopes;

  private String id = "";
  private char[] letters = {};
  private ScopeSet ours = ScopeSet.none(ScopeRules.standard());
  private Set<String> ids = Set.of();
  private List<String> held = List.of();
  private List<WildcardPermission> shiro = List.of();
  private Set<GrantedAuthority> authorities = Set.of();
  private AuthoritiesAuthorizationManager manager = new AuthoritiesAuthorizationManager();
  private Authentication authentication = new TestingAuthenticationToken("bert", "");
  private Enforcer casbin = Casbin.of(List.of());
  private CachedEnforcer cachedCasbin = Casbin.cached(List.of());

  @Setup
  public void prepare() {
    held = Held.scopes(scopes);
    ask(Held.ID);
    ours = ScopeSet.read(ScopeRules.standard(), held);
    ids = new HashSet<>();
    held.forEach(scope -> ids.add(scope.split(":", -1)[1]));
    shiro = held.stream().map(WildcardPermission::new).toList();
    authorities = new LinkedHashSet<>();
    held.forEach(scope -> authorities.add(new SimpleGrantedAuthority(scope)));
    manager = new AuthoritiesAuthorizationManager();
    authentication =
        new TestingAuthenticationToken(
            "bert", "", AuthorityUtils.createAuthorityList(held.toArray(String[]::new)));
    casbin = Casbin.of(held);
    cachedCasbin = Casbin.cached(held);
  }

  /** Asks about another agent from now on. */
  void ask(String other) {
    id = other;
    letters = other.toCharArray();
  }

  /** The least there is: one look into a set that was made for this question. */
  @Benchmark
  public boolean limit() {
    return ids.contains(id);
  }

  @Benchmark
  public boolean bailiwick() {
    return ours.covers(Held.RESOURCE, id, Held.ACTION);
  }

  /** With an id that was just cut out of a path: its hash is not known yet. */
  @Benchmark
  public boolean bailiwickFreshId() {
    return ours.covers(Held.RESOURCE, new String(letters), Held.ACTION);
  }

  @Benchmark
  public boolean limitFreshId() {
    return ids.contains(new String(letters));
  }

  @Benchmark
  public boolean shiroPermissions() {
    WildcardPermission required =
        new WildcardPermission(Held.RESOURCE + ":" + id + ":" + Held.ACTION);
    for (WildcardPermission each : shiro) {
      if (each.implies(required)) {
        return true;
      }
    }
    return false;
  }

  @Benchmark
  public boolean casbin() {
    return casbin.enforce("bert", Held.RESOURCE + "/" + id, Held.ACTION);
  }

  @Benchmark
  public boolean casbinMemo() {
    return cachedCasbin.enforce("bert", Held.RESOURCE + "/" + id, Held.ACTION);
  }

  @Benchmark
  public boolean springManager() {
    return manager.authorize(() -> authentication, fourScopes()).isGranted();
  }

  @Benchmark
  public boolean springSet() {
    for (String scope : fourScopes()) {
      if (authorities.contains(new SimpleGrantedAuthority(scope))) {
        return true;
      }
    }
    return false;
  }

  @Benchmark
  public boolean naive() {
    return NaiveScopes.may(held, Held.RESOURCE, id, Held.ACTION);
  }

  private Collection<String> fourScopes() {
    return List.of(
        Held.RESOURCE + ":" + id + ":" + Held.ACTION,
        Held.RESOURCE + ":*:" + Held.ACTION,
        Held.RESOURCE + ":" + Held.ACTION,
        "agent_os:admin");
  }
}
