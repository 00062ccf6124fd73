package io.bailiwick.adapter.keys;

/**
 * Who verifies one algorithm, and why.
 *
 * @param algorithm the algorithm
 * @param provider whose code verifies it
 * @param name the {@code java.security.Provider} with its version
 * @param why one sentence: why this one, and what was wrong with those before it
 */
public record CryptoAssignment(
    JwsAlgorithm algorithm, CryptoProvider provider, String name, String why) {}
