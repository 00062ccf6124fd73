/** The sample agent service against tokens of a real Keycloak, tried from outside. */
@NullMarked
package io.bailiwick.it.sample;

import org.jspecify.annotations.NullMarked;
