package io.bailiwick.keycloak.revocation;

import io.bailiwick.keycloak.grant.Grants;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/**
 * Something that a transaction has changed in a way that may take a right away. Whether it did is
 * seen by comparing it with what is committed still.
 */
sealed interface Touch {
  /** The realm's internal id. */
  String realm();

  /** As a session sees it. */
  Seen see(KeycloakSession session, RealmModel realm);

  /**
   * What is revoked by it.
   *
   * @param before as it is committed still
   * @param now as the transaction leaves it
   */
  List<Pending> revoked(RealmModel realm, Seen before, Seen now);

  /** What is revoked where that can't be compared. */
  List<Pending> inDoubt(RealmModel realm);

  /**
   * Something as it was seen.
   *
   * @param id its name in tokens, or its internal id; empty where it isn't there
   * @param notBefore in seconds since 1970; 0 where there is none
   * @param members of a group; empty where there are too many to be named
   */
  record Seen(
      Optional<String> id,
      boolean enabled,
      long notBefore,
      Holdings holdings,
      Optional<List<String>> members) {
    static final Seen NOTHING =
        new Seen(Optional.empty(), false, 0, Holdings.NONE, Optional.of(List.of()));

    static Seen of(String id, Holdings holdings) {
      return new Seen(Optional.of(id), true, 0, holdings, Optional.of(List.of()));
    }
  }

  /** A person: her roles, groups and attributes, or whether she is enabled. */
  record Person(String realm, String id) implements Touch {
    @Override
    public Seen see(KeycloakSession session, RealmModel realm) {
      @Nullable UserModel user = session.users().getUserById(realm, id);
      if (user == null) {
        return Seen.NOTHING;
      }
      Holdings holdings =
          Holdings.of(
              session,
              realm,
              each -> Grants.held(session, realm, user, each.client(), each.rules()));
      return new Seen(Optional.of(id), user.isEnabled(), 0, holdings, Optional.of(List.of()));
    }

    @Override
    public List<Pending> revoked(RealmModel realm, Seen before, Seen now) {
      if (before.enabled() && !now.enabled()) {
        return inDoubt(realm);
      }
      Set<String> lost = before.holdings().lost(now.holdings());
      return lost.isEmpty() ? List.of() : List.of(Pending.person(realm, id).concerning(lost));
    }

    @Override
    public List<Pending> inDoubt(RealmModel realm) {
      return List.of(Pending.person(realm, id));
    }
  }

  /** A group: its roles, attributes, place, or that it is there. */
  record Group(String realm, String id) implements Touch {
    static final int MOST_MEMBERS = 500;

    @Override
    public Seen see(KeycloakSession session, RealmModel realm) {
      @Nullable GroupModel group = session.groups().getGroupById(realm, id);
      if (group == null) {
        return Seen.NOTHING;
      }
      Holdings holdings =
          Holdings.of(
              session, realm, each -> Grants.ofGroup(realm, group, each.client(), each.rules()));
      List<String> members =
          groups(group)
              .flatMap(
                  each ->
                      session
                          .users()
                          .getGroupMembersStream(realm, each, 0, MOST_MEMBERS + 1)
                          .map(UserModel::getId))
              .distinct()
              .limit(MOST_MEMBERS + 1L)
              .toList();
      return new Seen(
          Optional.of(id),
          true,
          0,
          holdings,
          members.size() > MOST_MEMBERS ? Optional.empty() : Optional.of(members));
    }

    /** It and all below it, which have what it has. */
    private static Stream<GroupModel> groups(GroupModel group) {
      return Stream.concat(Stream.of(group), group.getSubGroupsStream().flatMap(Group::groups));
    }

    @Override
    public List<Pending> revoked(RealmModel realm, Seen before, Seen now) {
      Set<String> lost = before.holdings().lost(now.holdings());
      if (lost.isEmpty()) {
        return List.of();
      }
      return before
          .members()
          .map(ids -> ids.stream().map(id -> Pending.person(realm, id).concerning(lost)).toList())
          .orElseGet(() -> List.of(Pending.all(realm.getId()).concerning(lost)));
    }

    @Override
    public List<Pending> inDoubt(RealmModel realm) {
      return List.of(Pending.all(realm.getId()));
    }
  }

  /**
   * A role: its name, attributes, composites, or that it is there. Who has it, by which groups and
   * composites, would have to be looked for everywhere, so all at the services concerned are meant.
   *
   * @param client the internal id of the client it belongs to; empty: the realm's, or found by id
   * @param name its name as it is committed, or its id
   */
  record Role(String realm, Optional<String> client, String name) implements Touch {
    @Override
    public Seen see(KeycloakSession session, RealmModel realm) {
      @Nullable RoleModel role = find(session, realm);
      if (role == null) {
        return Seen.NOTHING;
      }
      return Seen.of(
          role.getId(),
          Holdings.of(
              session, realm, each -> Grants.ofRole(realm, role, each.client(), each.rules())));
    }

    private @Nullable RoleModel find(KeycloakSession session, RealmModel realm) {
      if (client.isPresent()) {
        @Nullable ClientModel owner = session.clients().getClientById(realm, client.get());
        return owner == null ? null : owner.getRole(name);
      }
      @Nullable RoleModel role = session.roles().getRoleById(realm, name);
      return role == null ? realm.getRole(name) : role;
    }

    /** The same one, whatever its name by now. */
    Role byId(String id) {
      return new Role(realm, Optional.empty(), id);
    }

    @Override
    public List<Pending> revoked(RealmModel realm, Seen before, Seen now) {
      Set<String> lost = before.holdings().lost(now.holdings());
      return lost.isEmpty() ? List.of() : List.of(Pending.all(realm.getId()).concerning(lost));
    }

    @Override
    public List<Pending> inDoubt(RealmModel realm) {
      return List.of(Pending.all(realm.getId()));
    }
  }

  /** A client: whether it is enabled, and its not-before. */
  record Client(String realm, String id) implements Touch {
    @Override
    public Seen see(KeycloakSession session, RealmModel realm) {
      @Nullable ClientModel client = session.clients().getClientById(realm, id);
      return client == null
          ? Seen.NOTHING
          : new Seen(
              Optional.of(client.getClientId()),
              client.isEnabled(),
              client.getNotBefore(),
              Holdings.NONE,
              Optional.of(List.of()));
    }

    @Override
    public List<Pending> revoked(RealmModel realm, Seen before, Seen now) {
      if (before.id().isEmpty()) {
        return List.of();
      }
      List<Pending> revoked = new ArrayList<>();
      Pending all = Pending.client(realm, before.id().get());
      if ((before.enabled() && !now.enabled()) || !before.id().equals(now.id())) {
        revoked.add(all);
      }
      if (now.notBefore() > 0 && now.notBefore() != before.notBefore()) {
        // Keycloak refuses what was issued before it, and the feed what was issued then or before
        revoked.add(all.issuedBefore(now.notBefore() - 1));
      }
      return revoked;
    }

    @Override
    public List<Pending> inDoubt(RealmModel realm) {
      return List.of(Pending.all(realm.getId()));
    }
  }

  /** The realm's own not-before, and whether it is enabled. */
  record Settings(String realm) implements Touch {
    @Override
    public Seen see(KeycloakSession session, RealmModel realm) {
      return new Seen(
          Optional.of(realm.getId()),
          realm.isEnabled(),
          realm.getNotBefore(),
          Holdings.NONE,
          Optional.of(List.of()));
    }

    @Override
    public List<Pending> revoked(RealmModel realm, Seen before, Seen now) {
      if (before.enabled() && !now.enabled()) {
        return List.of(Pending.all(realm.getId()));
      }
      return now.notBefore() > 0 && now.notBefore() != before.notBefore()
          ? List.of(Pending.all(realm.getId()).issuedBefore(now.notBefore() - 1))
          : List.of();
    }

    @Override
    public List<Pending> inDoubt(RealmModel realm) {
      return List.of(Pending.all(realm.getId()));
    }
  }
}
