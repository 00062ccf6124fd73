package io.bailiwick.adapter.handle;

import io.bailiwick.adapter.limit.ClientAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A few places for calls that run at once, of which no address takes all: each may have half of
 * what the others leave, and one at least. So one alone gets half, and whoever comes after it finds
 * room. Thread-safe; the lock is held for no longer than it takes to count.
 */
final class FairPlaces {
  private final int places;
  private final Map<ClientAddress, Integer> taken = new HashMap<>();
  private int all;

  FairPlaces(int places) {
    this.places = places;
  }

  /**
   * Whether there was one; it is given back with {@link #give}.
   *
   * @param from empty where it is for nobody's client, which takes any that is free
   */
  synchronized boolean take(Optional<ClientAddress> from) {
    if (all >= places || from.filter(address -> !hasRoom(address)).isPresent()) {
      return false;
    }
    from.ifPresent(address -> taken.merge(address, 1, Integer::sum));
    all++;
    return true;
  }

  synchronized void give(Optional<ClientAddress> from) {
    // nothing is kept of those who have none
    from.ifPresent(
        address -> taken.computeIfPresent(address, (of, own) -> own == 1 ? null : own - 1));
    all--;
  }

  private boolean hasRoom(ClientAddress address) {
    int own = taken.getOrDefault(address, 0);
    return own < Math.max(1, (places - (all - own)) / 2);
  }
}
