/**
 * The same Keycloak for the same tests, in a container: the image that most people run, with the
 * jar and the realms of the checkout copied into it. Chosen with {@code -Pcontainer}.
 */
@NullMarked
package io.bailiwick.it.container;

import org.jspecify.annotations.NullMarked;
