/** Holds the testkit to what it says: a tool that lies makes every other test worthless. */
@NullMarked
package io.bailiwick.testkit;

import org.jspecify.annotations.NullMarked;
