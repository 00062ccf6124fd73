/**
 * Tests against a real Keycloak with the jar and the realm that ship. One server per test run; each
 * test class has a realm of its own.
 */
@NullMarked
package io.bailiwick.it;

import org.jspecify.annotations.NullMarked;
