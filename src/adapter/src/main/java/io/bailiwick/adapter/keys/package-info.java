/**
 * Where verification keys come from: an issuer's JWKS by URL, a file, PEM, or (development) a
 * shared secret.
 */
@NullMarked
package io.bailiwick.adapter.keys;

import org.jspecify.annotations.NullMarked;
