package io.bailiwick.bench.verify;

import java.util.Set;

/** The libraries that people would use instead, by the names of their artifacts. */
@SuppressWarnings("ImmutableEnumChecker") // nothing changes a set from Set.of
public enum Peer {
  NIMBUS("nimbus-jose-jwt", Set.of(Algorithm.values()), NimbusPeer::of),
  KEYCLOAK("keycloak-core", Set.of(Algorithm.values()), KeycloakPeer::of),
  JAVA_JWT("java-jwt", Set.of(Algorithm.RS256, Algorithm.ES256, Algorithm.HS256), Peers::javaJwt),
  JOSE4J("jose4j", Set.of(Algorithm.values()), Peers::jose4j),
  JJWT("jjwt", Set.of(Algorithm.values()), Peers::jjwt),
  SMALLRYE("smallrye-jwt", Set.of(Algorithm.values()), Peers::smallrye),
  VERTX("vertx-auth-jwt", Set.of(Algorithm.values()), VertxPeer::of),
  SPRING(
      "spring-security",
      Set.of(Algorithm.RS256, Algorithm.ES256, Algorithm.HS256),
      NimbusPeer::spring);

  private final String title;
  private final Set<Algorithm> algorithms;
  private final Maker maker;

  @FunctionalInterface
  private interface Maker {
    TokenCheck of(Trust trust) throws Exception;
  }

  Peer(String title, Set<Algorithm> algorithms, Maker maker) {
    this.title = title;
    this.algorithms = algorithms;
    this.maker = maker;
  }

  /** The artifact's name. */
  public String title() {
    return title;
  }

  boolean does(Algorithm algorithm) {
    return algorithms.contains(algorithm);
  }

  TokenCheck check(Trust trust) throws Exception {
    return maker.of(trust);
  }
}
