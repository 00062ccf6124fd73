/**
 * What an operator should hear about: findings with stable codes, each said once. Nothing secret is
 * ever written here: no token, no ticket, no password, and no text a caller chose.
 */
@NullMarked
package io.bailiwick.keycloak.audit;

import org.jspecify.annotations.NullMarked;
