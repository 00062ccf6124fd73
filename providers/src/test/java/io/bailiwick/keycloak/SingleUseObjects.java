package io.bailiwick.keycloak;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.SingleUseObjectProvider;

/** Keycloak's single-use objects in one map, of which a test can lose what it likes. */
public final class SingleUseObjects implements SingleUseObjectProvider {
  private final Map<String, Map<String, String>> objects = new ConcurrentHashMap<>();

  /** As an eviction does, or the restart of a server that keeps them in memory. */
  public void lose(String key) {
    if (objects.remove(key) == null) {
      throw new AssertionError("nothing to lose");
    }
  }

  public Set<String> keys() {
    return objects.keySet();
  }

  @Override
  public void put(String key, long lifespanSeconds, Map<String, String> notes) {
    objects.put(key, Map.copyOf(notes));
  }

  @Override
  public @Nullable Map<String, String> get(String key) {
    return objects.get(key);
  }

  @Override
  public @Nullable Map<String, String> remove(String key) {
    return objects.remove(key);
  }

  @Override
  public boolean replace(String key, Map<String, String> notes) {
    return objects.replace(key, Map.copyOf(notes)) != null;
  }

  @Override
  public boolean putIfAbsent(String key, long lifespanInSeconds) {
    return objects.putIfAbsent(key, Map.of()) == null;
  }

  @Override
  public boolean contains(String key) {
    return objects.containsKey(key);
  }

  @Override
  public void close() {
    // holds nothing
  }
}
