/**
 * What Keycloak issues with the provider jar in it, asked from outside: each sentence of the
 * design's chapter on tokens, and each way to get more than one is due.
 */
@NullMarked
package io.bailiwick.it.issue;

import org.jspecify.annotations.NullMarked;
