/**
 * A real Keycloak to talk to: prepared from the distribution, started, asked and stopped. The demo
 * and the integration tests stand on the same classes, so that what is shown is what is tested.
 * Nothing here verifies a token: what Keycloak answers is decoded to be looked at, and believed
 * only by the adapter.
 */
@NullMarked
package io.bailiwick.it.keycloak;

import org.jspecify.annotations.NullMarked;
