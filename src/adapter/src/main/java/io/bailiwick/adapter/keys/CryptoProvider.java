package io.bailiwick.adapter.keys;

import java.util.Optional;

/**
 * The makers of signature code that are known here, the fastest first. The fast ones are native
 * libraries that a service adds to its class path or doesn't: they are found by name, used through
 * their own {@code java.security.Provider}, and never installed for the rest of the process.
 */
public enum CryptoProvider {
  /**
   * Amazon Corretto Crypto Provider: {@code
   * software.amazon.cryptools:AmazonCorrettoCryptoProvider}, with the classifier of the platform.
   */
  ACCP(
      "accp",
      "Amazon Corretto Crypto Provider",
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider"),
  /** Conscrypt: {@code org.conscrypt:conscrypt-openjdk-uber}. */
  CONSCRYPT("conscrypt", "Conscrypt", "org.conscrypt.OpenSSLProvider"),
  /** What comes with the JDK; always there. */
  JDK("jdk", "the JDK", "");

  private final String option;
  private final String title;
  private final String className;

  CryptoProvider(String option, String title, String className) {
    this.option = option;
    this.title = title;
    this.className = className;
  }

  /** By the word that an option says, compared exactly: {@link #option()}. */
  public static Optional<CryptoProvider> named(String option) {
    for (CryptoProvider each : values()) {
      if (each.option.equals(option)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The word for it in an option: {@code accp}, {@code conscrypt}, {@code jdk}. */
  public String option() {
    return option;
  }

  /** Its name in a sentence. */
  public String title() {
    return title;
  }

  /** The provider's class; empty for the JDK, which has one for each kind of key. */
  String className() {
    return className;
  }
}
