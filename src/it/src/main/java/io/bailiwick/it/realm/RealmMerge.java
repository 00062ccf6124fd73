package io.bailiwick.it.realm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Two realm documents made one. Objects are merged key by key; in an array, an entry that names the
 * same thing (by client id, user name or name) is merged and any other is appended; a list of plain
 * values is replaced, so that a client's scopes are never more than the last word on them.
 */
final class RealmMerge {
  private static final String[] IDENTITIES = {"clientId", "username", "clientScope", "name"};

  private RealmMerge() {}

  static ObjectNode merge(ObjectNode base, ObjectNode over) {
    ObjectNode merged = base.deepCopy();
    over.properties()
        .forEach(
            entry ->
                merged.set(entry.getKey(), value(merged.get(entry.getKey()), entry.getValue())));
    return merged;
  }

  private static JsonNode value(JsonNode base, JsonNode over) {
    if (base instanceof ObjectNode left && over instanceof ObjectNode right) {
      return merge(left, right);
    }
    if (base instanceof ArrayNode left && over instanceof ArrayNode right && ofObjects(right)) {
      return entries(left, right);
    }
    return over.deepCopy();
  }

  private static ArrayNode entries(ArrayNode base, ArrayNode over) {
    ArrayNode merged = base.deepCopy();
    for (JsonNode entry : over) {
      int same = indexOf(merged, entry);
      if (same < 0) {
        merged.add(entry.deepCopy());
      } else {
        merged.set(same, value(merged.get(same), entry));
      }
    }
    return merged;
  }

  private static int indexOf(ArrayNode entries, JsonNode wanted) {
    for (String identity : IDENTITIES) {
      if (wanted.hasNonNull(identity)) {
        for (int i = 0; i < entries.size(); i++) {
          if (wanted.get(identity).equals(entries.get(i).get(identity))) {
            return i;
          }
        }
        return -1;
      }
    }
    return -1;
  }

  private static boolean ofObjects(ArrayNode array) {
    return !array.isEmpty() && array.get(0).isObject();
  }
}
