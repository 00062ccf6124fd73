package io.bailiwick.bench.verify;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.List;

/** The algorithms that are measured, and how the JCA calls them. */
public enum Algorithm {
  RS256("SHA256withRSA"),
  ES256("SHA256withECDSAinP1363Format"),
  EdDSA("Ed25519"),
  HS256("HmacSHA256");

  private final String jcaName;

  Algorithm(String jcaName) {
    this.jcaName = jcaName;
  }

  String jcaName() {
    return jcaName;
  }

  /** A new object that verifies, of the process's first provider that has one. */
  Signature signature() throws GeneralSecurityException {
    return Signature.getInstance(jcaName);
  }

  /** The libraries that can do it. */
  public List<Peer> peers() {
    return List.of(Peer.values()).stream().filter(peer -> peer.does(this)).toList();
  }
}
