package io.bailiwick.keycloak.revocation;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleContainerModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * What Keycloak's model says has changed, whoever changed it and by whichever way: the admin API,
 * an extension, a workflow, a directory's synchronization.
 */
final class ModelSource implements ProviderEventListener {
  private final Consumer<List<Pending>> sender;

  ModelSource(Consumer<List<Pending>> sender) {
    this.sender = sender;
  }

  @Override
  public void onEvent(ProviderEvent event) {
    if (event instanceof UserModel.UserRemovedEvent removed) {
      @Nullable RealmModel realm =
          Realms.withAgentServices(removed.getKeycloakSession(), removed.getRealm());
      if (realm != null) {
        Outbox.add(
            removed.getKeycloakSession(), sender, Pending.person(realm, removed.getUser().getId()));
      }
    } else if (event instanceof RoleModel.RoleRevokedEvent revoked) {
      touch(
          revoked.getKeycloakSession(),
          revoked.getRealm(),
          realm -> new Touch.Person(realm, revoked.getUser().getId()));
    } else if (event instanceof GroupModel.GroupMemberLeaveEvent left) {
      touch(
          left.getKeycloakSession(),
          left.getRealm(),
          realm -> new Touch.Person(realm, left.getUser().getId()));
    } else if (event instanceof GroupModel.GroupUpdatedEvent
        || event instanceof GroupModel.GroupRemovedEvent) {
      GroupModel.GroupEvent changed = (GroupModel.GroupEvent) event;
      touch(
          changed.getKeycloakSession(),
          changed.getRealm(),
          realm -> new Touch.Group(realm, changed.getGroup().getId()));
    } else {
      others(event);
    }
  }

  private void others(ProviderEvent event) {
    if (event instanceof RoleContainerModel.RoleRemovedEvent removed) {
      RoleModel role = removed.getRole();
      touch(
          removed.getKeycloakSession(),
          role.isClientRole()
              ? ((ClientModel) role.getContainer()).getRealm()
              : (RealmModel) role.getContainer(),
          realm -> new Touch.Role(realm, Optional.empty(), role.getId()));
    } else if (event instanceof ClientModel.ClientUpdatedEvent updated) {
      touch(
          updated.getKeycloakSession(),
          updated.getUpdatedClient().getRealm(),
          realm -> new Touch.Client(realm, updated.getUpdatedClient().getId()));
    } else if (event instanceof ClientModel.ClientIdChangeEvent renamed) {
      touch(
          renamed.getKeycloakSession(),
          renamed.getUpdatedClient().getRealm(),
          realm -> new Touch.Client(realm, renamed.getUpdatedClient().getId()));
    } else if (event instanceof ClientModel.ClientRemovedEvent removed) {
      touch(
          removed.getKeycloakSession(),
          removed.getClient().getRealm(),
          realm -> new Touch.Client(realm, removed.getClient().getId()));
    }
  }

  private interface Make {
    Touch of(String realm);
  }

  /** Whether it is any business of the feed is asked once, before the transaction commits. */
  private void touch(@Nullable KeycloakSession session, @Nullable RealmModel realm, Make touch) {
    if (session != null && realm != null) {
      Comparison.note(session, sender, touch.of(realm.getId()));
    }
  }
}
