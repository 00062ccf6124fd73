package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.token.Presentation;

/** A credential as found, and where. Never written out. */
record Credential(CredentialSource source, Presentation.Scheme scheme, String token) {
  @Override
  public String toString() {
    return "Credential[" + source + ", " + scheme + "]";
  }
}
