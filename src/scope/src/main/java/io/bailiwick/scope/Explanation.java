package io.bailiwick.scope;

import java.util.Optional;

/** Why a requirement is met ({@code grantedBy}) or that nothing held meets it. */
public record Explanation(Scope required, Optional<Scope> grantedBy) {

  static Explanation granted(Scope required, Scope by) {
    return new Explanation(required, Optional.of(by));
  }

  static Explanation missing(Scope required) {
    return new Explanation(required, Optional.empty());
  }

  public boolean granted() {
    return grantedBy.isPresent();
  }

  /** The same in one sentence, in printable ASCII whatever the ids. */
  public String text() {
    if (grantedBy.isEmpty()) {
      return required.text() + " is missing: no scope held covers it.";
    }
    Scope by = grantedBy.get();
    if (by.equals(required)) {
      return required.text() + " is held.";
    }
    return required.text()
        + " is granted by "
        + by.text()
        + (by.covers(required) ? "." : ", whose action implies it.");
  }
}
