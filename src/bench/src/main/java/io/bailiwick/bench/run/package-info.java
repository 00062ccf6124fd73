/**
 * How it is measured. Candidates that are compared run in one process, in turns of some tens of
 * milliseconds and in another order each round, so that what else the machine does falls on all of
 * them; each turn is a JMH iteration; what counts is the processor time of the thread, not the
 * clock on the wall. Ratios are taken within a round, and their median is told.
 */
@NullMarked
package io.bailiwick.bench.run;

import org.jspecify.annotations.NullMarked;
