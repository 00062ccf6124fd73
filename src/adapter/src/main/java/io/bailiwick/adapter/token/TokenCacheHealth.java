package io.bailiwick.adapter.token;

/**
 * How a verifier's cache of tokens is; for health endpoints and metrics.
 *
 * @param tokens how many it holds
 * @param bytes what they take, reckoned from their length
 * @param hits how many presentations needed no verification, since it was made
 * @param misses how many needed one, whether it succeeded or not
 * @param evictions how many tokens made room for others: where this grows as fast as the misses,
 *     the cache is too small
 */
public record TokenCacheHealth(int tokens, long bytes, long hits, long misses, long evictions) {}
