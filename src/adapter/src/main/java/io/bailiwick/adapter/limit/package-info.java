/**
 * How often somebody may try: attempts per caller, per agent and per address, and apart from those
 * the failures of an address. Knows nothing of tokens, requests or refusals: the gate says what is
 * tried and by whom, and learns whether that is too often and when to come again. What counts is
 * Bucket4j's, in this process, or in whatever its proxy managers keep it in.
 */
@NullMarked
package io.bailiwick.adapter.limit;

import org.jspecify.annotations.NullMarked;
