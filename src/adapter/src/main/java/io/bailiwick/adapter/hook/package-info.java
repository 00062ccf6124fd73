/**
 * What a service of its own does when connections come and go: checks before a connection is
 * opened, the state that it keeps of it, a word when it is there and when it has ended. A hook
 * decides nothing that the gate has refused; it can only refuse more. Each has its time, its
 * threads are bounded, and what it throws is told in its own words only where it chose them.
 */
@NullMarked
package io.bailiwick.adapter.hook;

import org.jspecify.annotations.NullMarked;
