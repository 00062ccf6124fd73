package io.bailiwick.testkit;

import java.util.Optional;

/**
 * One token of the {@link AttackCorpus}, and what a verifier must say of it. Immutable.
 *
 * @param id stable, and the only one of its name
 * @param family what kind of attack it is
 * @param level who must refuse it
 * @param origin where it is from: a section of an RFC, a CVE, a known class of mistakes
 * @param about what is wrong with it, in one sentence
 * @param keys the name of the key set that the verifier trusts: {@link AttackCorpus#jwks}
 * @param token the token itself: not always text that could be sent
 * @param reason the stable name of the reason to refuse it; empty where it must be taken
 */
public record AttackCase(
    String id,
    String family,
    Level level,
    String origin,
    String about,
    String keys,
    String token,
    Optional<String> reason) {

  /** Who must refuse a token. */
  public enum Level {
    /**
     * Every verifier that was told issuer, audience and keys: an RFC says so, or forgery follows.
     */
    JWT,
    /** A careful one: the RFCs leave it open, and it has been made use of. */
    STRICT,
    /** A verifier of agent tokens: {@code at+jwt}, scopes, binding, actors. */
    AGENT,
    /**
     * Nobody: the standards let a verifier take it, only the key's own holder can make it, and some
     * makers of signature code refuse it. Where it is refused, it is for the reason.
     */
    OPEN
  }

  /** Whether it is a control: a good token, so that to refuse everything is no answer. */
  public boolean good() {
    return reason.isEmpty();
  }

  /** The id; nothing of the token. */
  @Override
  public String toString() {
    return id;
  }
}
