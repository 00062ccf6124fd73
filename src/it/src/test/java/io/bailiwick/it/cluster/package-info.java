/**
 * What holds across the nodes of a Keycloak cluster: two of them on one PostgreSQL. Tagged {@code
 * cluster}, so that {@code mvn -Pcluster verify} runs these and no other build does.
 */
@NullMarked
package io.bailiwick.it.cluster;

import org.jspecify.annotations.NullMarked;
