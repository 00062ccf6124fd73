/**
 * Verifying a token that was not seen before: each candidate checks signature, issuer, audience and
 * expiry, and gives the ten scopes of a token as Keycloak writes it.
 */
@NullMarked
package io.bailiwick.bench.verify;

import org.jspecify.annotations.NullMarked;
