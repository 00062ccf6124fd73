/**
 * The demo: a real Keycloak, the sample agent service, and a tour that asks both and checks every
 * answer. Started by {@code mvn -Pdemo}; nothing else depends on this package.
 */
@NullMarked
package io.bailiwick.it.demo;

import org.jspecify.annotations.NullMarked;
