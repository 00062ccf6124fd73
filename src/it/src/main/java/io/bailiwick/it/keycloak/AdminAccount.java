package io.bailiwick.it.keycloak;

import java.security.SecureRandom;
import java.util.HexFormat;

/** The account that Keycloak's master realm is started with. */
public record AdminAccount(String user, String password) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** An account that nobody can guess, for a server that lives as long as its tests. */
  public static AdminAccount random() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return new AdminAccount("admin", HexFormat.of().formatHex(bytes));
  }

  @Override
  public String toString() {
    return "AdminAccount[" + user + "]";
  }
}
