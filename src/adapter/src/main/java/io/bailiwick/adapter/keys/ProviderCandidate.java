package io.bailiwick.adapter.keys;

import java.lang.reflect.InvocationTargetException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A provider as it is found in this process: what it has for each algorithm, or why it can't be
 * had. It is found through this class's own loader, where the adapter's other dependencies come
 * from; one that the process has installed already is used as it is. Immutable.
 */
final class ProviderCandidate {
  private final CryptoProvider kind;
  private final List<Provider> providers;
  private final Optional<String> absence;

  private ProviderCandidate(
      CryptoProvider kind, List<Provider> providers, Optional<String> absence) {
    this.kind = kind;
    this.providers = List.copyOf(providers);
    this.absence = absence;
  }

  /** With the first of these that does an algorithm. */
  static ProviderCandidate present(CryptoProvider kind, List<Provider> providers) {
    return new ProviderCandidate(kind, providers, Optional.empty());
  }

  static ProviderCandidate absent(CryptoProvider kind, String why) {
    return new ProviderCandidate(kind, List.of(), Optional.of(why));
  }

  static ProviderCandidate find(CryptoProvider kind) {
    return find(kind, List.of(Security.getProviders()));
  }

  /**
   * @param installed what the process has, first to last
   */
  static ProviderCandidate find(CryptoProvider kind, List<Provider> installed) {
    return kind == CryptoProvider.JDK ? jdk(installed) : named(kind, installed);
  }

  CryptoProvider kind() {
    return kind;
  }

  /** Why it can't be had at all; empty where it can. */
  Optional<String> absence() {
    return absence;
  }

  @SuppressWarnings("ReferenceEquality") // a provider is itself, whatever its entries equal
  boolean uses(Provider provider) {
    return providers.stream().anyMatch(each -> each == provider);
  }

  Optional<JcaSignature> signature(JwsAlgorithm algorithm) {
    return providers.stream()
        .flatMap(each -> JcaSignature.of(algorithm, each).stream())
        .findFirst();
  }

  /** Its own first, by name: a fast one may be installed before them, and is no fallback then. */
  private static ProviderCandidate jdk(List<Provider> installed) {
    List<String> own = List.of("SunRsaSign", "SunEC", "SunJCE");
    List<Provider> ordered =
        Stream.concat(
                installed.stream().filter(each -> own.contains(each.getName())),
                installed.stream().filter(each -> !isFast(each)))
            .distinct()
            .toList();
    return present(CryptoProvider.JDK, ordered);
  }

  private static boolean isFast(Provider provider) {
    String name = provider.getClass().getName();
    return name.equals(CryptoProvider.ACCP.className())
        || name.equals(CryptoProvider.CONSCRYPT.className());
  }

  private static ProviderCandidate named(CryptoProvider kind, List<Provider> installed) {
    for (Provider each : installed) {
      if (each.getClass().getName().equals(kind.className())) {
        return loaded(kind, each);
      }
    }
    try {
      Class<?> found =
          Class.forName(kind.className(), true, ProviderCandidate.class.getClassLoader());
      return loaded(kind, (Provider) found.getConstructor().newInstance());
    } catch (ClassNotFoundException e) {
      return absent(kind, "not on the class path");
    } catch (InvocationTargetException | LinkageError e) {
      // another platform, no libc that it knows, no place to unpack to
      return absent(kind, "its native library can't be loaded here");
    } catch (ReflectiveOperationException | ClassCastException e) {
      return absent(kind, "not a version that is known here");
    }
  }

  private static ProviderCandidate loaded(CryptoProvider kind, Provider provider) {
    // without its native library it is an empty provider
    return provider.getServices().isEmpty()
        ? absent(kind, "its native library can't be loaded here")
        : present(kind, List.of(provider));
  }
}
