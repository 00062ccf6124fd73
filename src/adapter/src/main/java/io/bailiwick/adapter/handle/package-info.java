/**
 * Handles: opaque texts that stand for a token where a token must not go. A ticket is for one
 * connection within seconds, an API key for a caller that has nothing else. Keycloak turns either
 * into an ordinary access token, so that what is verified has one format; nothing here verifies.
 */
@NullMarked
package io.bailiwick.adapter.handle;

import org.jspecify.annotations.NullMarked;
