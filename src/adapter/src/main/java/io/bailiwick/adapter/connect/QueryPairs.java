package io.bailiwick.adapter.connect;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a query string, decoded, in order; never written out. */
record QueryPairs(List<Map.Entry<String, String>> pairs) {

  /**
   * @throws Refused where one can't be decoded
   */
  static QueryPairs of(ConnectRequest request) {
    List<Map.Entry<String, String>> pairs = new ArrayList<>();
    for (String pair : request.rawQuery().orElse("").split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      pairs.add(Map.entry(decoded(name), decoded(value)));
    }
    return new QueryPairs(List.copyOf(pairs));
  }

  List<String> all(String name) {
    return pairs.stream()
        .filter(pair -> pair.getKey().equals(name))
        .map(Map.Entry::getValue)
        .toList();
  }

  /**
   * @throws Refused where there are two: which was meant can't be told
   */
  Optional<String> one(String name) {
    List<String> found = all(name);
    if (found.size() > 1) {
      throw new Refused(Refusal.of(Refusal.Code.INVALID_REQUEST));
    }
    return found.stream().findFirst();
  }

  private static String decoded(String raw) {
    try {
      return URLDecoder.decode(raw, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refused(Refusal.of(Refusal.Code.INVALID_REQUEST));
    }
  }

  @Override
  public String toString() {
    return "QueryPairs[" + pairs.size() + "]";
  }
}
