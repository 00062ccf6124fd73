package io.bailiwick.adapter.keys;

/** Where an issuer's verification keys come from. Implementations are thread-safe. */
public interface KeySource {}
