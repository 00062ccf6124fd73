package io.bailiwick.bench.corpus;

/** A verifier that trusts one key set of the corpus. */
interface Judge {
  /** Returns where the token is accepted, and throws otherwise. */
  void verify(String token) throws Exception;

  /** A library, and how it is set up. */
  interface Library {
    String name();

    /** One line on its settings. */
    String setup();

    /** With the keys of a JWKS. */
    Judge trusting(String jwks) throws Exception;
  }
}
