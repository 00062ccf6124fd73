/** For tests of agent services: an issuer in process, good and bad tokens, and a clock. */
@NullMarked
package io.bailiwick.testkit;

import org.jspecify.annotations.NullMarked;
