package io.bailiwick.adapter.keys;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Key sources as the environment names them, and several as one. */
public final class KeySources {
  /** The path of a JWKS file. */
  public static final String JWKS_FILE = "JWT_JWKS_FILE";

  /** A public key or certificate as PEM. */
  public static final String VERIFICATION_KEY = "JWT_VERIFICATION_KEY";

  /** Development only: a secret for HS256. */
  public static final String DEVELOPMENT_SECRET = "JWT_DEVELOPMENT_SHARED_SECRET";

  private KeySources() {}

  /**
   * The keys that {@value #JWKS_FILE}, {@value #VERIFICATION_KEY} and {@value #DEVELOPMENT_SECRET}
   * name, asked in this order; empty where none is set. A name that is set to nothing is an error,
   * not an absence.
   *
   * @throws IllegalArgumentException where one is set to what can't be used; it names the variable
   *     and never shows the value of a key
   */
  public static Optional<KeySource> fromEnvironment(Map<String, String> environment) {
    List<KeySource> sources = new ArrayList<>();
    read(environment, JWKS_FILE, text -> JwksFile.read(Path.of(text))).ifPresent(sources::add);
    read(environment, VERIFICATION_KEY, KeySources::pem).ifPresent(sources::add);
    read(environment, DEVELOPMENT_SECRET, SharedSecret::forDevelopment).ifPresent(sources::add);
    return switch (sources.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(sources.get(0));
      default -> Optional.of(inOrder(sources));
    };
  }

  /**
   * Several sources as one: the first that has the key gives it. Where none has it but one could
   * not tell, that can't be told.
   */
  public static KeySource inOrder(List<KeySource> sources) {
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("At least one key source is needed");
    }
    return new KeySourcesInOrder(sources);
  }

  private static KeySource pem(String text) {
    if (!text.contains("-----BEGIN ")) {
      throw new IllegalArgumentException(
          "it is no PEM; a secret for HS256 goes into " + DEVELOPMENT_SECRET);
    }
    return PemKeys.parse(text);
  }

  private static Optional<KeySource> read(
      Map<String, String> environment, String name, Function<String, KeySource> reader) {
    String value = environment.get(name);
    if (value == null) {
      return Optional.empty();
    }
    try {
      if (value.isBlank()) {
        throw new IllegalArgumentException("it is set to nothing; set it or leave it out");
      }
      return Optional.of(reader.apply(value));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(name + " can't be used: it is no path");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + " can't be used: " + e.getMessage());
    }
  }
}
