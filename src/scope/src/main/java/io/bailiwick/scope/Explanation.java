package io.bailiwick.scope;

import java.util.Optional;

/** Why a requirement is met ({@code grantedBy}) or that nothing held meets it. */
public record Explanation(Scope required, Optional<Scope> grantedBy) {
  public boolean granted() {
    return grantedBy.isPresent();
  }
}
