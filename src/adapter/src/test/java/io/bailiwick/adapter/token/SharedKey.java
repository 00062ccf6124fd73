package io.bailiwick.adapter.token;

import io.bailiwick.testkit.TestKey;

/** The key of an issuer whose key no test changes: made once, since that takes its time. */
final class SharedKey {
  static final TestKey RS256 = TestKey.generate("key-0", "RS256");

  private SharedKey() {}
}
