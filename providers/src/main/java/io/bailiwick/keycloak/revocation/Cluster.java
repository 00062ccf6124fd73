package io.bailiwick.keycloak.revocation;

import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.keycloak.cluster.ClusterProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.workflow.WorkflowScheduleClusterEvent;

/**
 * Keycloak's own messages between the nodes of a cluster. Keycloak can only send the types of event
 * that it knows how to write, and an extension can't add any; so an envelope travels as the text of
 * one of those, under a name of ours, by which nobody else ever gets to see it.
 */
final class Cluster {
  private static final Logger LOG = Logger.getLogger("io.bailiwick.keycloak");
  private static final String KEY = "bailiwick-revocations";

  private Cluster() {}

  /** From now on, what other nodes send is handed on. */
  static void listen(KeycloakSession session, Consumer<Envelope> receiver) {
    session
        .getProvider(ClusterProvider.class)
        .registerListener(
            KEY,
            event -> {
              if (event instanceof WorkflowScheduleClusterEvent carrier) {
                receive(carrier.getWorkflowId(), receiver);
              }
            });
  }

  /** An envelope that can't be read is as good as lost, and the next one shows that. */
  private static void receive(String text, Consumer<Envelope> receiver) {
    try {
      receiver.accept(Envelope.read(text));
    } catch (IllegalArgumentException e) {
      LOG.warn("BW-402 another node of the cluster sent revocations that this one can't read");
    }
  }

  /** Sends to all other nodes. */
  static void send(KeycloakSession session, Envelope envelope) {
    session
        .getProvider(ClusterProvider.class)
        .notify(KEY, WorkflowScheduleClusterEvent.create(KEY, envelope.text(), false, 0, 0), true);
  }
}
