/**
 * What the adapter measures, as plain values: no metrics library comes with the adapter, and any
 * can be fed from here. Names and units are as OpenTelemetry's semantic conventions would have
 * them. Knows nothing of the other packages: what there is to measure says so itself ({@code
 * KeyMetrics}, {@code CryptoMetrics}, {@code TokenCacheMetrics}, {@code ReplayMetrics}, {@code
 * LimitMetrics}, {@code DecisionMetrics}).
 */
@NullMarked
package io.bailiwick.adapter.metrics;

import org.jspecify.annotations.NullMarked;
