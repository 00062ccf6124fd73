/**
 * What the adapter costs, beside the libraries people would use instead: processor time and
 * allocation, as ratios from one run. Nothing of this is deployed.
 */
@NullMarked
package io.bailiwick.bench;

import org.jspecify.annotations.NullMarked;
