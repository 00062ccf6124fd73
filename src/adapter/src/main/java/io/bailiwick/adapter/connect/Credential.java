package io.bailiwick.adapter.connect;

/** A credential as found, and where. Never written out. */
record Credential(CredentialSource source, String token) {
  @Override
  public String toString() {
    return "Credential[" + source + "]";
  }
}
