package io.bailiwick.adapter.token;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names seen so far in one JSON object, none of them twice. Few names cost no more than an
 * array; names that were chosen to be many or to collide cost no more than a hash set. Not
 * thread-safe.
 */
final class MemberNames {
  private static final int MAX_MEMBERS = 256;
  private static final int FEW = 32;

  private final String[] few = new String[FEW];
  private @Nullable Set<String> many;
  private long hashes;
  private int size;

  /**
   * @throws TokenRejected where the name was there before, or there are too many
   */
  void add(String name) {
    if (size == MAX_MEMBERS) {
      throw StrictJson.malformed();
    }
    if (size < FEW) {
      addToFew(name);
    } else {
      addToMany(name);
    }
    size++;
  }

  private void addToFew(String name) {
    long hash = 1L << name.hashCode();
    if ((hashes & hash) != 0) {
      for (int i = 0; i < size; i++) {
        if (few[i].equals(name)) {
          throw StrictJson.malformed();
        }
      }
    }
    hashes |= hash;
    few[size] = name;
  }

  private void addToMany(String name) {
    if (many == null) {
      many = new HashSet<>(Set.of(few));
    }
    if (!many.add(name)) {
      throw StrictJson.malformed();
    }
  }
}
