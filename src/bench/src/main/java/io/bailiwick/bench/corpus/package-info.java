/**
 * The attack corpus before the libraries people would use instead, each set up as its documentation
 * recommends: who refuses what.
 */
@NullMarked
package io.bailiwick.bench.corpus;

import org.jspecify.annotations.NullMarked;
