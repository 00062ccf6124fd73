package io.bailiwick.it.issue;

import io.bailiwick.it.TestRealm;

/** The realm's client policies, which put a client right whenever it is changed. */
final class Policies {
  private Policies() {}

  /** Takes them off, to see what the providers do with a client that nobody put right. */
  static void lift(TestRealm realm) {
    realm.put("client-policies/policies", "{\"policies\":[]}");
  }
}
