/**
 * The realm as files: the production shape, the demo people and clients apart from it, and the one
 * document that both become when Keycloak imports them.
 */
@NullMarked
package io.bailiwick.it.realm;

import org.jspecify.annotations.NullMarked;
