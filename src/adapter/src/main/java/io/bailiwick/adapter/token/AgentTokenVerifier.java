package io.bailiwick.adapter.token;

import io.bailiwick.adapter.keys.CryptoChoice;
import io.bailiwick.adapter.keys.KeyHealth;
import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.adapter.keys.VerificationKey;
import io.bailiwick.scope.ScopeRules;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From a compact JWS (RFC 7515, 7.1) to a {@link Caller}: an access token by RFC 9068, made by an
 * issuer that is trusted, for this service, valid now. Closed by default: whatever is missing,
 * unknown or of another shape refuses, and only what is named for it loosens.
 *
 * <p>In order: length, the three parts, header, payload, type, issuer, key, signature, then claims.
 * The payload's {@code iss} is read before the signature is checked, but only to choose among the
 * configured issuers by exact comparison; nothing in a token chooses an address or a key of another
 * issuer. There is no leeway for {@code exp}, and ten seconds for {@code nbf} and {@code iat}.
 *
 * <p>Thread-safe. Whoever made the key sources closes them.
 */
public final class AgentTokenVerifier implements CallerVerifier {
  private static final Duration LEEWAY = Duration.ofSeconds(10);
  private static final int MAX_SUBJECT = 1024;

  private final Map<String, KeySource> issuers;
  private final String audience;
  private final TokenScopes scopes;
  private final Clock clock;
  private final int maxLength;
  private final boolean plainJwtType;
  private final String userClaim;
  private final String audienceClaim;
  private final Set<String> handedOn;
  private final CryptoChoice crypto;

  private AgentTokenVerifier(Builder told, String audience) {
    this.issuers = new LinkedHashMap<>(told.issuers);
    this.audience = audience;
    this.scopes =
        new TokenScopes(
            or(told.rules, ScopeRules.standard()), or(told.scopesClaim, TokenScopes.CLAIM));
    this.clock = or(told.clock, Clock.systemUTC());
    this.maxLength = or(told.maxLength, 16 * 1024);
    this.plainJwtType = told.plainJwtType;
    this.userClaim = or(told.userClaim, "sub");
    this.audienceClaim = or(told.audienceClaim, "aud");
    this.handedOn = or(told.handedOn, Set.of());
    this.crypto = told.crypto == null ? CryptoChoice.ofProcess() : told.crypto;
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Caller verify(String token) {
    if (token.length() > maxLength) {
      throw rejected(TokenRejected.Reason.TOO_LARGE);
    }
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first <= 0 || second <= first + 1 || token.indexOf('.', second + 1) >= 0) {
      throw rejected(TokenRejected.Reason.MALFORMED);
    }
    JoseHeader header = JoseHeader.parse(Base64Url.decode(token, 0, first));
    TokenClaims claims = TokenClaims.parse(Base64Url.decode(token, first + 1, second));
    byte[] signature = Base64Url.decode(token, second + 1, token.length());
    requireAccessToken(header, claims);
    String issuer = claims.text("iss").orElse("");
    KeySource keys = issuers.get(issuer);
    if (keys == null) {
      throw rejected(TokenRejected.Reason.WRONG_ISSUER);
    }
    VerificationKey key =
        keys.find(header.kid(), header.algorithm())
            .orElseThrow(() -> rejected(TokenRejected.Reason.UNKNOWN_KEY));
    byte[] signed = token.substring(0, second).getBytes(StandardCharsets.US_ASCII);
    if (!key.verifies(crypto, header.algorithm(), signed, 0, signed.length, signature)) {
      throw rejected(TokenRejected.Reason.BAD_SIGNATURE);
    }
    return caller(issuer, claims);
  }

  @Override
  public List<String> loosened() {
    List<String> loosened = new ArrayList<>(scopes.loosened());
    if (plainJwtType) {
      loosened.add(
          "plain JWT type: an access token is told from other tokens by its payload's typ alone");
    }
    issuers.forEach(
        (issuer, keys) ->
            keys.loosened().forEach(each -> loosened.add(each + " (issuer " + issuer + ")")));
    return List.copyOf(loosened);
  }

  /** Which security provider verifies which algorithm; for health endpoints, and shown at start. */
  public CryptoChoice crypto() {
    return crypto;
  }

  /** How the keys are, by issuer. */
  public Map<String, KeyHealth> health() {
    Map<String, KeyHealth> health = new LinkedHashMap<>();
    issuers.forEach((issuer, keys) -> health.put(issuer, keys.health()));
    return health;
  }

  /** RFC 9068, 2.1, and Keycloak's own {@code typ} in the payload, which tells its tokens apart. */
  private void requireAccessToken(JoseHeader header, TokenClaims claims) {
    Optional<String> type = claims.text("typ");
    boolean bearer = type.isPresent() && type.get().equals("Bearer");
    if (type.isPresent() && type.get().equals("DPoP")) {
      throw rejected(TokenRejected.Reason.PROOF_REQUIRED);
    }
    boolean accessToken = header.type().equals("at+jwt") && (type.isEmpty() || bearer);
    boolean plain = plainJwtType && header.type().equals("jwt") && bearer;
    if (!accessToken && !plain) {
      throw rejected(TokenRejected.Reason.WRONG_TYPE);
    }
  }

  private Caller caller(String issuer, TokenClaims claims) {
    if (claims.has("cnf")) {
      throw rejected(TokenRejected.Reason.PROOF_REQUIRED);
    }
    if (!claims.oneOrMore(audienceClaim).contains(audience)) {
      throw rejected(TokenRejected.Reason.WRONG_AUDIENCE);
    }
    Instant expires = required(claims.date("exp"));
    Instant issued = required(claims.date("iat"));
    Instant now = clock.instant();
    if (!now.isBefore(expires)) {
      throw rejected(TokenRejected.Reason.EXPIRED);
    }
    Instant soon = now.plus(LEEWAY);
    if (soon.isBefore(issued) || soon.isBefore(claims.date("nbf").orElse(issued))) {
      throw rejected(TokenRejected.Reason.NOT_YET_VALID);
    }
    return new Caller(
        new Caller.Facts(
            new Caller.Identity(issuer, subject(claims), claims.text("azp")),
            claims.text("sid"),
            claims.text("jti"),
            claims.description("name"),
            claims.description("email"),
            scopes.read(claims),
            claims.agent(),
            claims.actors(),
            claims.authMethod(),
            issued,
            expires,
            claims.only(handedOn)));
  }

  private String subject(TokenClaims claims) {
    String subject = claims.text(userClaim).orElse("");
    if (subject.isBlank()
        || subject.length() > MAX_SUBJECT
        || subject.codePoints().anyMatch(Character::isISOControl)) {
      throw rejected(TokenRejected.Reason.BAD_SUBJECT);
    }
    return subject;
  }

  private static Instant required(Optional<Instant> date) {
    return date.orElseThrow(() -> rejected(TokenRejected.Reason.MISSING_CLAIM));
  }

  private static TokenRejected rejected(TokenRejected.Reason reason) {
    return new TokenRejected(reason);
  }

  private static <T> T or(@Nullable T told, T otherwise) {
    return told == null ? otherwise : told;
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

    /** The claim that names the user; {@code sub} unless told. It must be in every token. */
    public Builder userClaim(String name) {
      once(userClaim, "userClaim");
      userClaim = requireText(name, "userClaim");
      return this;
    }

    /** The claim that names the audience; {@code aud} unless told. */
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
      return new AgentTokenVerifier(this, audience);
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
