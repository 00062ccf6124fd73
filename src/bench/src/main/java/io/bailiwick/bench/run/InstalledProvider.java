package io.bailiwick.bench.run;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Security;

/** A security provider that all of a process uses: what the peers are told, having no option. */
public final class InstalledProvider {
  private InstalledProvider() {}

  /**
   * Puts Amazon's before the JDK's.
   *
   * @throws IllegalStateException where its native part can't be loaded or is not first
   */
  static void accp() {
    AmazonCorrettoCryptoProvider.install();
    AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
    String first = Security.getProviders()[0].getName();
    if (!first.equals(AmazonCorrettoCryptoProvider.PROVIDER_NAME)) {
      throw new IllegalStateException("Not Amazon's provider is the first one but " + first);
    }
  }
}
