package io.bailiwick.it.keycloak;

/** A realm's signing keys, as its administrator changes them. */
public final class RealmKeys {
  private static final String PROVIDER = "org.keycloak.keys.KeyProvider";
  private static final int ABOVE_ALL = 1000;

  private final AdminApi admin;
  private final String realm;

  public RealmKeys(AdminApi admin, String realm) {
    this.admin = admin;
    this.realm = realm;
  }

  /** Adds a new RS256 key that signs from now on; earlier keys go on verifying. */
  public void rotate() {
    long priority = ABOVE_ALL + System.currentTimeMillis() / 1000;
    admin.post(
        realm + "/components",
        """
        {"name": "rotated-%d", "providerId": "rsa-generated", "providerType": "%s",
         "parentId": "%s",
         "config": {"priority": ["%d"], "enabled": ["true"], "active": ["true"],
                    "keySize": ["2048"], "algorithm": ["RS256"]}}
        """
            .formatted(priority, PROVIDER, admin.get(realm).path("id").asText(), priority));
  }
}
