package io.bailiwick.adapter.keys;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.KeySpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes keys with the JDK's own factories, since a process may have installed others before them
 * whose keys don't show their numbers. Where a JVM has none of those by name, with whatever it has.
 */
final class JdkKeyFactory {
  private static final List<String> OWN = List.of("SunRsaSign", "SunEC");

  private JdkKeyFactory() {}

  /**
   * @throws GeneralSecurityException where that is no key of that kind
   */
  static PublicKey make(String kind, KeySpec from) throws GeneralSecurityException {
    for (String name : OWN) {
      @Nullable Provider own = Security.getProvider(name);
      if (own != null && own.getService("KeyFactory", kind) != null) {
        return KeyFactory.getInstance(kind, own).generatePublic(from);
      }
    }
    return KeyFactory.getInstance(kind).generatePublic(from);
  }
}
