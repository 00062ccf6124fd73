/**
 * The revocation feed: what ends the right that a living token carries (a logout, a person
 * disabled, a grant taken away, a client disabled, an administrator's word) becomes revocations,
 * once the change is committed, on every node of the cluster; and agent services ask for those that
 * may concern tokens issued to them. {@link io.bailiwick.keycloak.revocation.RevocationFeed} is the
 * middle: sources on one side fill it, the endpoint on the other is answered from it. Nothing here
 * is a secret, and no token is ever seen.
 */
@NullMarked
package io.bailiwick.keycloak.revocation;

import org.jspecify.annotations.NullMarked;
