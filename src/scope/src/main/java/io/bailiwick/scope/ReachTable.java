package io.bailiwick.scope;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which ids are reached, found by resource and action in one step: a map of maps takes two for each
 * decision. Immutable and thread-safe.
 */
final class ReachTable {
  private static final ReachTable EMPTY = new ReachTable(Map.of());

  /** At most half full, so that a search ends. */
  private final @Nullable Place[] places;

  private record Place(String resource, String action, Visibility ids) {}

  private ReachTable(Map<String, Map<String, Visibility>> reach) {
    int size = reach.values().stream().mapToInt(Map::size).sum();
    this.places = new Place[Integer.highestOneBit(2 * size + 1) << 1];
    reach.forEach(
        (resource, actions) ->
            actions.forEach((action, ids) -> put(new Place(resource, action, ids))));
  }

  static ReachTable of(Map<String, Map<String, Visibility>> reach) {
    return reach.isEmpty() ? EMPTY : new ReachTable(reach);
  }

  /** Null where nothing is reached. */
  @Nullable Visibility find(String resource, String action) {
    int at = slot(resource, action);
    for (Place place = places[at]; place != null; place = places[at]) {
      if (place.action.equals(action) && place.resource.equals(resource)) {
        return place.ids;
      }
      at = at + 1 & places.length - 1;
    }
    return null;
  }

  private void put(Place place) {
    int at = slot(place.resource, place.action);
    while (places[at] != null) {
      at = at + 1 & places.length - 1;
    }
    places[at] = place;
  }

  private int slot(String resource, String action) {
    int hash = resource.hashCode() * 31 + action.hashCode();
    return (hash ^ hash >>> 16) & places.length - 1;
  }
}
