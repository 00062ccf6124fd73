/** What several tests of the adapter share: a verifier of a real issuer, and requests. */
@NullMarked
package io.bailiwick.adapter.testing;

import org.jspecify.annotations.NullMarked;
