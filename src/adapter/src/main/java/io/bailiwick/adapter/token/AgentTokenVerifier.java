package io.bailiwick.adapter.token;

import io.bailiwick.adapter.keys.CryptoChoice;
import io.bailiwick.adapter.keys.KeyHealth;
import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.scope.ScopeRules;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * From a compact JWS (RFC 7515, 7.1) to a {@link Caller}: an access token by RFC 9068, made by an
 * issuer that is trusted, for this service, valid now. Closed by default: whatever is missing,
 * unknown or of another shape refuses, and only what is named for it loosens.
 *
 * <p>In order: length, the three parts, header, payload, type, issuer, key, signature, then claims;
 * where the header is that of a token that verified before, the signature comes first. Otherwise
 * the payload's {@code iss} is read before the signature is checked, but only to choose among the
 * configured issuers by exact comparison; nothing in a token chooses an address or a key of another
 * issuer. There is no leeway for {@code exp}, and ten seconds for {@code nbf} and {@code iat}. A
 * token that is bound to a key or certificate ({@code cnf}) is never taken for a bearer's.
 *
 * <p>A token that verified is remembered: until it expires, for five minutes at most, and while its
 * issuer still has the very key. Presented again meanwhile it is found by its text, and only its
 * times, its key and the proof of what it is bound to are looked at. One that came of a ticket is
 * not remembered: it is good for one connection. Tokens are so held in memory: {@link
 * Builder#withoutTokenCache()} where a heap dump must not hold them.
 *
 * <p>Thread-safe. Whoever made the key sources closes them.
 */
public final class AgentTokenVerifier implements CallerVerifier {
  /** How many verified tokens are remembered, unless told. */
  public static final int CACHE_TOKENS = 10_000;

  /** The most bytes that they take, unless told. */
  public static final long CACHE_BYTES = 64L * 1024 * 1024;

  private static final int MAX_TOKEN_LENGTH = 16 * 1024;

  private final VerifierSettings settings;
  private final TokenVerification verification;
  private final ProofOfPossession proofs;
  private final RevocationCheck revocations;
  private final @Nullable TokenCache cache;

  private AgentTokenVerifier(VerifierSettings settings) {
    this.settings = settings;
    this.verification = settings.verification();
    this.proofs = settings.proofs();
    this.revocations = settings.revocations();
    this.cache =
        settings.cache().map(most -> cache(verification, settings.clock(), most)).orElse(null);
  }

  private static TokenCache cache(
      TokenVerification verification, Clock clock, VerifierSettings.CacheLimits most) {
    return new TokenCache(verification::verify, clock, most.tokens(), most.bytes());
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Caller verify(String token) {
    return verify(Presentation.bearer(token));
  }

  @Override
  public Caller verify(Presentation presentation) {
    String token = presentation.token();
    Verified verified = cache == null ? verification.verify(token) : cache.verify(token);
    // last, and each time: what is verified may be remembered, a proof is good for one request
    Caller caller = verified.caller();
    revocations.check(caller);
    proofs.check(caller.identity(), verified.confirmation(), presentation);
    return caller;
  }

  @Override
  public ProofOfPossession proofs() {
    return proofs;
  }

  @Override
  public RevocationCheck revocations() {
    return revocations;
  }

  @Override
  public List<String> loosened() {
    return settings.loosened();
  }

  /** Which security provider verifies which algorithm; for health endpoints, and shown at start. */
  public CryptoChoice crypto() {
    return settings.crypto();
  }

  /** How the keys are, by issuer. */
  public Map<String, KeyHealth> health() {
    Map<String, KeyHealth> health = new LinkedHashMap<>();
    settings.issuers().forEach((issuer, keys) -> health.put(issuer, keys.health()));
    return health;
  }

  /** How the cache of verified tokens is; empty where there is none. */
  public Optional<TokenCacheHealth> tokenCache() {
    return Optional.ofNullable(cache).map(TokenCache::health);
  }

  /**
   * Forgets the verified tokens of those callers, for a revocation: each is verified anew when it
   * is presented next, and so is one whose verification is under way now. It does not refuse them.
   *
   * @param which asked once for every token that is remembered; where it throws, that one is
   *     forgotten
   * @throws RuntimeException the first that it threw, once it was asked for all; an {@link Error}
   *     likewise
   */
  public void forget(Predicate<? super Caller> which) {
    if (cache != null) {
      cache.forget(which);
    }
  }

  /** Demands an issuer and an audience. Setting a thing twice is an error. Not thread-safe. */
  public static final class Builder {
    private final Map<String, KeySource> issuers = new LinkedHashMap<>();
    private @Nullable String audience;
    private @Nullable ScopeRules rules;
    private @Nullable Clock clock;
    private @Nullable Integer maxLength;
    private boolean plainJwtType;
    private @Nullable String scopesClaim;
    private @Nullable String userClaim;
    private @Nullable String audienceClaim;
    private @Nullable Set<String> handedOn;
    private @Nullable CryptoChoice crypto;
    private @Nullable ProofOfPossession proofs;
    private @Nullable RevocationCheck revocations;
    private @Nullable Integer cacheTokens;
    private @Nullable Long cacheBytes;
    private boolean noCache;

    private Builder() {}

    /** Trusts one more issuer, by its exact name, with its own keys; may be called for several. */
    public Builder issuer(String issuer, KeySource keys) {
      requireText(issuer, "issuer");
      if (issuers.putIfAbsent(issuer, keys) != null) {
        throw new IllegalStateException("An issuer is given once, with all its keys");
      }
      return this;
    }

    /** The agent service's client id: a resource URI alone never suffices. */
    public Builder audience(String clientId) {
      once(audience, "audience");
      audience = requireText(clientId, "audience");
      return this;
    }

    /** The dialect of scopes; {@link ScopeRules#standard()} unless told. */
    public Builder rules(ScopeRules dialect) {
      once(rules, "rules");
      rules = dialect;
      return this;
    }

    public Builder clock(Clock source) {
      once(clock, "clock");
      clock = source;
      return this;
    }

    /** The most characters of a token; 16384 unless told. */
    public Builder maxTokenLength(int characters) {
      once(maxLength, "maxTokenLength");
      if (characters <= 0) {
        throw new IllegalArgumentException("A token is longer than nothing");
      }
      maxLength = characters;
      return this;
    }

    /**
     * Loosens: takes the header type {@code JWT} too, where the payload's {@code typ} is Keycloak's
     * {@code Bearer}. For clients whose tokens can't be given the type {@code at+jwt}: then nothing
     * but a claim tells an access token from an ID token (RFC 9068, 5).
     */
    public Builder acceptPlainJwtType() {
      once(plainJwtType ? Boolean.TRUE : null, "acceptPlainJwtType");
      plainJwtType = true;
      return this;
    }

    /** The claim that holds the scopes; {@code scopes} unless told. */
    public Builder scopesClaim(String name) {
      once(scopesClaim, "scopesClaim");
      scopesClaim = requireText(name, "scopesClaim");
      return this;
    }

    /**
     * The claim that names the user; {@code sub} unless told. It must be in every token. Another
     * than {@code sub} loosens: whoever can change it is whom they say.
     */
    public Builder userClaim(String name) {
      once(userClaim, "userClaim");
      userClaim = requireText(name, "userClaim");
      return this;
    }

    /**
     * The claim that names the audience; {@code aud} unless told. Another than {@code aud} loosens:
     * {@code aud} is then not looked at.
     */
    public Builder audienceClaim(String name) {
      once(audienceClaim, "audienceClaim");
      audienceClaim = requireText(name, "audienceClaim");
      return this;
    }

    /** The security providers to verify with; {@link CryptoChoice#ofProcess()} unless told. */
    public Builder crypto(CryptoChoice choice) {
      once(crypto, "crypto");
      crypto = choice;
      return this;
    }

    /**
     * Takes tokens that are bound to a key or certificate, with proof of it; unless told, such a
     * token is refused.
     */
    public Builder proofs(ProofOfPossession demanded) {
      once(proofs, "proofs");
      proofs = demanded;
      return this;
    }

    /**
     * What has been revoked: asked each time that a token is presented, of remembered ones too;
     * unless told, a token is good until it expires.
     */
    public Builder revocations(RevocationCheck check) {
      once(revocations, "revocations");
      revocations = check;
      return this;
    }

    /** The most verified tokens to remember; 10,000 unless told. */
    public Builder tokenCacheSize(int tokens) {
      once(cacheTokens, "tokenCacheSize");
      if (tokens <= 0) {
        throw new IllegalArgumentException("To remember no tokens, say withoutTokenCache()");
      }
      cacheTokens = tokens;
      return this;
    }

    /**
     * The most bytes that remembered tokens take, reckoned as 2 KiB each and four times the text;
     * 64 MiB unless told. A token that takes more than all of it is not remembered.
     */
    public Builder tokenCacheBytes(long bytes) {
      once(cacheBytes, "tokenCacheBytes");
      if (bytes <= 0) {
        throw new IllegalArgumentException("To remember no tokens, say withoutTokenCache()");
      }
      cacheBytes = bytes;
      return this;
    }

    /** Remembers no token: each is verified in full every time. */
    public Builder withoutTokenCache() {
      once(noCache ? Boolean.TRUE : null, "withoutTokenCache");
      noCache = true;
      return this;
    }

    /** Claims to hand on to the request: {@link Caller#claims()}. */
    public Builder handOnClaims(String... names) {
      once(handedOn, "handOnClaims");
      Set<String> given = new LinkedHashSet<>();
      for (String name : names) {
        given.add(requireText(name, "handOnClaims"));
      }
      handedOn = given;
      return this;
    }

    /**
     * @throws IllegalStateException where there is no issuer or no audience
     * @throws IllegalArgumentException where the process was told of a security provider that can't
     *     be had
     */
    public AgentTokenVerifier build() {
      if (issuers.isEmpty()) {
        throw new IllegalStateException(
            "No issuer is trusted yet: call issuer(name, keys), with the name as in a token's iss");
      }
      if (audience == null) {
        throw new IllegalStateException(
            "No audience is set yet: call audience(clientId) with this service's client id");
      }
      if (noCache && (cacheTokens != null || cacheBytes != null)) {
        throw new IllegalStateException("A cache is given a size, or there is none; say one of it");
      }
      return new AgentTokenVerifier(
          new VerifierSettings(
              issuers,
              audience,
              or(rules, ScopeRules.standard()),
              or(clock, Clock.systemUTC()),
              or(maxLength, MAX_TOKEN_LENGTH),
              plainJwtType,
              new VerifierSettings.Claims(
                  or(userClaim, VerifierSettings.Claims.USER),
                  or(audienceClaim, VerifierSettings.Claims.AUDIENCE),
                  or(scopesClaim, TokenScopes.CLAIM),
                  or(handedOn, Set.of())),
              crypto == null ? CryptoChoice.ofProcess() : crypto,
              or(proofs, ProofOfPossession.NONE),
              or(revocations, RevocationCheck.NONE),
              noCache ? Optional.empty() : Optional.of(cacheLimits())));
    }

    private VerifierSettings.CacheLimits cacheLimits() {
      return new VerifierSettings.CacheLimits(
          or(cacheTokens, CACHE_TOKENS), or(cacheBytes, CACHE_BYTES));
    }

    private static <T> T or(@Nullable T told, T otherwise) {
      return told == null ? otherwise : told;
    }

    private static String requireText(String text, String what) {
      if (text.isBlank()) {
        throw new IllegalArgumentException("Nothing was given to " + what);
      }
      return text;
    }

    private static void once(@Nullable Object before, String what) {
      if (before != null) {
        throw new IllegalStateException(what + " is set already; set it once");
      }
    }
  }
}
