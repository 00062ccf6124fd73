/** Tests of the harness itself: what is prepared once, and what is left when it stops. */
@NullMarked
package io.bailiwick.it.keycloak;

import org.jspecify.annotations.NullMarked;
