/**
 * Clients in another language: the published ones of other systems, unchanged, in Node, before the
 * sample with the preset that is for them. A driver in {@code resources/npm} does what it is told
 * over its standard input, and writes one JSON line for each thing that it sees.
 */
@NullMarked
package io.bailiwick.it.npm;

import org.jspecify.annotations.NullMarked;
