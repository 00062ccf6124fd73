/** Tests of what the demo reads from its surroundings, and of how it keeps the score. */
@NullMarked
package io.bailiwick.it.demo;

import org.jspecify.annotations.NullMarked;
