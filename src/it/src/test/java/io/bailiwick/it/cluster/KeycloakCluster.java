package io.bailiwick.it.cluster;

import io.bailiwick.it.keycloak.AdminAccount;
import io.bailiwick.it.keycloak.BuildPaths;
import io.bailiwick.it.keycloak.KeycloakHome;
import io.bailiwick.it.keycloak.KeycloakProcess;
import io.bailiwick.it.keycloak.Ports;
import io.bailiwick.it.realm.RealmFile;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keycloaks on one database that know each other, as Keycloak's production defaults have them:
 * embedded Infinispan, members found through a table (JDBC_PING), TLS between them with a
 * certificate from the database. All call themselves by one address, as behind a balancer, and each
 * is reached by its own. On the loopback address only.
 */
final class KeycloakCluster implements AutoCloseable {
  private static final int NODES = 2;
  private static final int CLUSTER_PORT = 7800;

  /** By which members watch each other, that far above the port by which they talk. */
  private static final int WATCH_OFFSET = 50_000;

  private final Database database;
  private final KeycloakHome home;
  private final AdminAccount admin = AdminAccount.random();
  private final URI hostname = URI.create("http://localhost:" + Ports.free());
  private final List<RealmFile> imports;
  private final List<KeycloakProcess> nodes = new ArrayList<>();

  private KeycloakCluster(Database database, List<RealmFile> imports) {
    this.database = database;
    this.imports = imports;
    this.home =
        new KeycloakHome(
            BuildPaths.distribution(),
            BuildPaths.providerJar(),
            BuildPaths.homes(),
            KeycloakCluster::say,
            KeycloakHome.Database.POSTGRES);
  }

  /** Starts the database and the nodes, one after the other; returns when all answer. */
  static KeycloakCluster start(List<RealmFile> imports) {
    say("PostgreSQL starts");
    KeycloakCluster cluster = new KeycloakCluster(Database.ofTest(), imports);
    try {
      for (int i = 0; i < NODES; i++) {
        cluster.nodes.add(cluster.startNode(i));
      }
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  static void say(String line) {
    System.err.println("[cluster] " + line);
  }

  /** By its number, from 0. */
  KeycloakProcess node(int number) {
    return nodes.get(number);
  }

  /** Stops a node as an operator does, or kills it; it stays down until it is restarted. */
  void stop(int number, boolean killed) {
    say("Node " + number + (killed ? " is killed" : " stops"));
    if (killed) {
      nodes.get(number).kill();
    } else {
      nodes.get(number).close();
    }
  }

  /** Starts a stopped node anew, at another port. */
  KeycloakProcess restart(int number) {
    nodes.get(number).close();
    KeycloakProcess node = startNode(number);
    nodes.set(number, node);
    return node;
  }

  @Override
  public void close() {
    nodes.forEach(KeycloakProcess::close);
    database.close();
  }

  private KeycloakProcess startNode(int number) {
    home.prepared();
    say("Node " + number + " starts");
    long begun = System.nanoTime();
    KeycloakProcess node =
        KeycloakProcess.start(
            home,
            new KeycloakProcess.Settings(
                Ports.free(),
                admin,
                imports,
                database.environment(),
                Optional.of(hostname),
                List.of(
                    "--cache=ispn",
                    "--cache-stack=jdbc-ping",
                    "--cache-embedded-network-bind-address=127.0.0.1",
                    "--cache-embedded-network-bind-port="
                        + Ports.freeFrom(CLUSTER_PORT, WATCH_OFFSET))));
    say(
        "Node "
            + number
            + " answers after "
            + (System.nanoTime() - begun) / 1_000_000_000
            + " s, its log is "
            + node.log());
    return node;
  }
}
