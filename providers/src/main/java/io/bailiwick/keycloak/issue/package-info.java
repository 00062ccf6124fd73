/**
 * What goes into a token. An agent service is a client that carries {@code bailiwick.resource} and
 * {@code bailiwick.actions}; a token request names one, or an agent under it, with {@code resource}
 * (RFC 8707). Every token that Keycloak builds passes {@link
 * io.bailiwick.keycloak.issue.AgentTokenPostProcessor} last: a token for an agent service gets its
 * audience, scopes and agent binding there, recomputed on every issue, and any other token of the
 * realm loses whatever would let it pass for one. Refusals are OAuth errors, never server errors.
 */
@NullMarked
package io.bailiwick.keycloak.issue;

import org.jspecify.annotations.NullMarked;
