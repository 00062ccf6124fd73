/**
 * What a realm serves under {@code /realms/{realm}/bailiwick}. It only says which path leads where.
 */
@NullMarked
package io.bailiwick.keycloak.rest;

import org.jspecify.annotations.NullMarked;
