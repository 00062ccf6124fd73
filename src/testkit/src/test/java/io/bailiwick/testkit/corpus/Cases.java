package io.bailiwick.testkit.corpus;

import io.bailiwick.testkit.AttackCase;
import io.bailiwick.testkit.AttackCase.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects what the families say. */
final class Cases {
  static final String MALFORMED = "MALFORMED";
  static final String BAD_SIGNATURE = "BAD_SIGNATURE";
  static final String UNKNOWN_KEY = "UNKNOWN_KEY";
  static final String UNSUPPORTED_ALGORITHM = "UNSUPPORTED_ALGORITHM";
  static final String FORBIDDEN_HEADER = "FORBIDDEN_HEADER";

  private final List<AttackCase> all = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private final Set<String> tokens = new HashSet<>();

  List<AttackCase> all() {
    return all;
  }

  Family family(String name, Level level, String origin) {
    return new Family(name, level, origin, "main");
  }

  /** Cases of one kind; immutable, so that one with another origin is another. */
  final class Family {
    private final String name;
    private final Level level;
    private final String origin;
    private final String keys;

    private Family(String name, Level level, String origin, String keys) {
      this.name = name;
      this.level = level;
      this.origin = origin;
      this.keys = keys;
    }

    Family origin(String other) {
      return new Family(name, level, other, keys);
    }

    Family level(Level other) {
      return new Family(name, other, origin, keys);
    }

    Family keys(String other) {
      return new Family(name, level, origin, other);
    }

    void refuse(String reason, String id, String about, String token) {
      add(Optional.of(reason), id, about, token);
    }

    void accept(String id, String about, String token) {
      add(Optional.empty(), id, about, token);
    }

    private void add(Optional<String> reason, String id, String about, String token) {
      String full = name + "/" + id;
      if (!ids.add(full) || !tokens.add(keys + " " + token)) {
        throw new IllegalStateException("Twice: " + full);
      }
      all.add(new AttackCase(full, name, level, origin, about, keys, token, reason));
    }
  }
}
