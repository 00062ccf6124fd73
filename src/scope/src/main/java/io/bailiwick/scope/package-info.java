/**
 * The scope language: one right as text ({@code agents:research-agent:run}), sets of rights with an
 * algebra, and the paths that name an agent. Keycloak's side and the agent service's side both
 * stand on this package, and on nothing else in common, so that a right means the same to the one
 * who issues it and to the one who asks for it. It depends on nothing but the JDK.
 */
@NullMarked
package io.bailiwick.scope;

import org.jspecify.annotations.NullMarked;
