package io.bailiwick.keycloak.revocation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Followers that wait for something to be said. A waiter holds no thread and nothing of its request
 * but this. Not thread-safe.
 */
final class Waiters {
  private final int mostOfOne;
  private final int most;
  private final Set<Waiter> waiting = new LinkedHashSet<>();

  /**
   * @param mostOfOne how many of one agent service may wait at a time
   * @param most how many may in all
   */
  Waiters(int mostOfOne, int most) {
    this.mostOfOne = mostOfOne;
    this.most = most;
  }

  /** One request. Two are never equal. */
  static final class Waiter {
    private Cursor cursor;
    private final String realm;
    private final String service;
    private final CompletableFuture<Reading> answer = new CompletableFuture<>();

    Waiter(Cursor cursor, String realm, String service) {
      this.cursor = cursor;
      this.realm = realm;
      this.service = service;
    }

    Cursor cursor() {
      return cursor;
    }

    /** What lies before this was none of its business. */
    void advance(Cursor seen) {
      cursor = seen;
    }

    String realm() {
      return realm;
    }

    String service() {
      return service;
    }

    /** What it gets, in the end. */
    CompletableFuture<Reading> answer() {
      return answer;
    }
  }

  /** Whether one more of that service may wait. */
  boolean hasRoomFor(String realm, String service) {
    return waiting.stream()
            .filter(each -> each.realm.equals(realm) && each.service.equals(service))
            .limit(mostOfOne)
            .count()
        < mostOfOne;
  }

  boolean hasRoom() {
    return waiting.size() < most;
  }

  void add(Waiter waiter) {
    waiting.add(waiter);
  }

  /** Whether it was waiting still. */
  boolean remove(Waiter waiter) {
    return waiting.remove(waiter);
  }

  List<Waiter> all() {
    return new ArrayList<>(waiting);
  }
}
