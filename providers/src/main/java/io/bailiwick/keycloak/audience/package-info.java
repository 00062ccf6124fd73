/**
 * Which agent services may hold a living token of whom: written wherever an agent token is issued,
 * and read where it is to be said who must hear of a revocation.
 */
@NullMarked
package io.bailiwick.keycloak.audience;

import org.jspecify.annotations.NullMarked;
