/**
 * The follower of an issuer's revocation feed: it asks for what has been revoked, as this service,
 * and tells {@link io.bailiwick.adapter.life.Revocations}. A feed that is lost is followed on from
 * where it was; how long it may be lost before nobody is let in any more is the service's to say.
 */
@NullMarked
package io.bailiwick.adapter.feed;

import org.jspecify.annotations.NullMarked;
