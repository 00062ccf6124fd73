package io.bailiwick.bench.http;

import io.bailiwick.bench.verify.Algorithm;
import io.bailiwick.bench.verify.Trust;
import java.util.List;
import java.util.stream.IntStream;

/** The tokens that the load brings. */
final class HttpTokens {
  static final String ISSUER = Trust.ISSUER;
  static final String AUDIENCE = Trust.AUDIENCE;

  private final Trust trust = Trust.of(Algorithm.RS256);

  /** The key as one line. */
  String pem() {
    return trust.pem().replace("\n", "\\n");
  }

  /** That many, all different. */
  List<String> make(int count) {
    return IntStream.range(0, count).parallel().mapToObj(i -> trust.good(i).token()).toList();
  }
}
