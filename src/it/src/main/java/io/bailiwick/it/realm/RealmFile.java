package io.bailiwick.it.realm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * A realm as Keycloak imports it: one JSON document. Immutable; {@code ${NAME:default}}
 * placeholders stay in it until Keycloak's own import, or {@link #resolved}, replaces them.
 */
public final class RealmFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode realm;

  private RealmFile(ObjectNode realm) {
    this.realm = realm;
  }

  /** Reads one file. */
  public static RealmFile read(Path file) {
    try (var in = Files.newInputStream(file)) {
      if (JSON.readTree(in) instanceof ObjectNode object) {
        return new RealmFile(object);
      }
      throw new IllegalArgumentException(file + " holds no JSON object");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The production shape, alone, from a checkout's {@code realm-config} directory. */
  public static RealmFile production(Path realmConfig) {
    return read(realmConfig.resolve("bailiwick-realm.json"));
  }

  /** The production shape with the demo people and clients. */
  public static RealmFile demo(Path realmConfig) {
    return production(realmConfig).with(read(realmConfig.resolve("demo/demo-realm.json")));
  }

  /** This realm with another's entries; where both say something, the other's word counts. */
  public RealmFile with(RealmFile other) {
    return new RealmFile(RealmMerge.merge(realm, other.realm));
  }

  /** This realm under another name, in every URL of its own clients too. */
  public RealmFile named(String name) {
    if (!name.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException("A realm's name is of a-z, 0-9 and -");
    }
    String old = name();
    String text =
        realm
            .toString()
            .replace("/realms/" + old + "/", "/realms/" + name + "/")
            .replace("/admin/" + old + "/", "/admin/" + name + "/");
    ObjectNode renamed = parse(text);
    renamed.put("realm", name);
    return new RealmFile(renamed);
  }

  /**
   * This realm with its placeholders replaced, as {@code --import-realm} does: needed where a realm
   * is imported through the admin REST API, which replaces nothing.
   *
   * @param environment the value of a name, or null
   */
  public RealmFile resolved(Environment environment) {
    return new RealmFile(Placeholders.resolve(realm, environment));
  }

  /** A changed copy; the function gets a copy of its own to change. */
  public RealmFile changed(UnaryOperator<ObjectNode> change) {
    return new RealmFile(change.apply(realm.deepCopy()));
  }

  public String name() {
    return realm.path("realm").asText();
  }

  /** The document, for the wire or for a file. */
  public String json() {
    return realm.toPrettyString();
  }

  /** Writes it to a file that Keycloak's {@code --import-realm} reads. */
  public void write(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, json());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name only: the document may hold the demo's passwords. */
  @Override
  public String toString() {
    return "RealmFile[" + name() + "]";
  }

  private static ObjectNode parse(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
