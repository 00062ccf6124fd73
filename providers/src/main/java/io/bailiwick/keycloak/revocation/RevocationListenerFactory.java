package io.bailiwick.keycloak.revocation;

import io.bailiwick.keycloak.audience.LiveAudiences;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;

/**
 * Holds the feed of this server, and fills it from the events of every realm, whether or not a
 * realm names the listener: a realm can't forget to switch it on.
 */
public final class RevocationListenerFactory implements EventListenerProviderFactory {
  static final String ID = "bailiwick-revocations";

  private final RevocationFeed feed = new RevocationFeed(Clock.systemUTC());
  private volatile @Nullable Dispatcher dispatcher;

  /** The feed of this server; null where an administrator has switched it off. */
  static @Nullable RevocationFeed feed(KeycloakSession session) {
    return session.getKeycloakSessionFactory().getProviderFactory(EventListenerProvider.class, ID)
            instanceof RevocationListenerFactory factory
        ? factory.feed
        : null;
  }

  /** Revokes once the session's transaction has committed, as any source does. */
  static void revoke(KeycloakSession session, Pending pending) {
    if (session.getKeycloakSessionFactory().getProviderFactory(EventListenerProvider.class, ID)
        instanceof RevocationListenerFactory factory) {
      Outbox.add(session, factory::send, pending);
    } else {
      throw new IllegalStateException("there is no feed");
    }
  }

  private void send(List<Pending> committed) {
    Dispatcher sender = dispatcher;
    if (sender != null) {
      sender.accept(committed);
    }
  }

  @Override
  public EventListenerProvider create(KeycloakSession session) {
    return new EventSource(session, this::send);
  }

  @Override
  public boolean isGlobal() {
    return true;
  }

  @Override
  public void postInit(KeycloakSessionFactory factory) {
    Dispatcher made = new Dispatcher(feed, LiveAudiences.ofThisServer(), factory);
    dispatcher = made;
    factory.register(new ModelSource(this::send));
    factory.register(event -> onEvent(event, factory, made));
  }

  private static void onEvent(
      ProviderEvent event, KeycloakSessionFactory factory, Dispatcher dispatcher) {
    if (event instanceof PostMigrationEvent) {
      KeycloakModelUtils.runJobInTransaction(
          factory, session -> LiveAudiences.ofThisServer().begin(session.singleUseObjects()));
      dispatcher.start();
    } else if (event instanceof RealmModel.RealmPostCreateEvent created) {
      LiveAudiences.ofThisServer()
          .born(created.getKeycloakSession().singleUseObjects(), created.getCreatedRealm().getId());
    }
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public void init(Config.Scope config) {
    // nothing to configure
  }

  @Override
  public void close() {
    Dispatcher sender = dispatcher;
    if (sender != null) {
      sender.close();
    }
    feed.close();
  }
}
