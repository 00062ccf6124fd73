package io.bailiwick.adapter.keys;

import io.bailiwick.adapter.internal.WebAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An issuer's JWKS by URL.
 *
 * <ul>
 *   <li><b>Rotation</b>: a key id that is not known makes the keys be read again, and its caller
 *       waits briefly for that, so a new key is taken at once. Such attempts come from a small
 *       bucket, then once per cool-down; meanwhile, and while an attempt is under way or has
 *       failed, an unknown key id is {@link KeysUnavailable}. It is certainly unknown only once an
 *       attempt that began after the question has come back without it.
 *   <li><b>Removal</b>: keys are read again ahead of their maximum age in the background, whether
 *       or not tokens come, and past it before anything more is verified. A key taken out of the
 *       JWKS ends within that age. The issuer's {@code Cache-Control: max-age} may shorten it, to
 *       30 seconds at least, and never lengthens it. The age is told by the clock and by the JVM's
 *       monotonic time, and the greater counts: neither a clock set back nor a machine that slept
 *       lengthens it.
 *   <li><b>Outage</b>: while the issuer can't be read, known keys go on verifying up to the stale
 *       limit. An issuer that answers without any key ends them at once.
 *   <li><b>Trust</b>: the address comes from the configuration, or from the issuer's own discovery
 *       document, asked anew every hour; never from a token. A redirect is a failure, whereto ever
 *       it leads. An answer is JSON by its content type too, and never unpacked.
 * </ul>
 *
 * <p>A key that stays stays the same object, however often it is read. Nothing is read before the
 * first token comes, and nothing once it is closed. The background thread is a daemon, and is there
 * only while it reads. Thread-safe.
 */
public final class JwksUrl implements KeySource {
  private final JwksFlights flights;
  private final JwksInquiry inquiry;
  private final Ages ages;
  private final List<String> loosened;

  private JwksUrl(JwksFlights flights, JwksInquiry inquiry, Ages ages, List<String> loosened) {
    this.flights = flights;
    this.inquiry = inquiry;
    this.ages = ages;
    this.loosened = loosened;
  }

  /**
   * Finds the JWKS through the issuer's {@code /.well-known/openid-configuration} (OpenID Connect
   * Discovery 1.0, 4), whose {@code issuer} must be this very text.
   *
   * @throws IllegalArgumentException where the issuer is no http or https URI with a host
   */
  public static Builder ofIssuer(String issuer) {
    URI address = URI.create(issuer);
    if (address.getRawQuery() != null) {
      throw new IllegalArgumentException("An issuer has no query");
    }
    return new Builder(issuer, address, true);
  }

  /**
   * Reads the JWKS at that address.
   *
   * @throws IllegalArgumentException where it is no http or https URI with a host
   */
  public static Builder at(URI jwks) {
    return new Builder(jwks.toString(), jwks, false);
  }

  @Override
  public Optional<VerificationKey> find(Optional<String> kid, JwsAlgorithm algorithm) {
    return inquiry.find(kid, algorithm);
  }

  @Override
  public KeyHealth health() {
    Optional<LoadedKeys> loaded = Optional.ofNullable(flights.loaded());
    Optional<Duration> age = loaded.map(keys -> keys.age(ages.now()));
    return new KeyHealth(
        loaded.filter(keys -> !inquiry.isStale(keys)).map(keys -> keys.keys().size()).orElse(0),
        age,
        flights.failure(),
        flights.untilNextRead(),
        flights.counts().reads(),
        flights.counts().failures());
  }

  @Override
  public List<String> loosened() {
    return loosened;
  }

  /** Ends the background thread. Known keys go on verifying until they are too old. */
  @Override
  public void close() {
    flights.close();
  }

  /**
   * Every setting has a default. No duration is longer than a year. Setting a thing twice is an
   * error. Not thread-safe; a builder builds once.
   */
  public static final class Builder {
    private static final int TRIES = 5;

    /** Longer is a mistake, and what is reckoned with it must not overflow. */
    private static final Duration LONGEST = Duration.ofDays(366);

    private final String name;
    private final URI address;
    private final boolean discovered;
    private final Set<String> told = new HashSet<>();
    private boolean plainHttp;
    private boolean built;
    private Duration maxAge = Duration.ofMinutes(5);
    private Duration staleLimit = Duration.ofHours(24);
    private Duration patience = Duration.ofSeconds(2);
    private Duration timeout = Duration.ofSeconds(5);
    private Duration coolDown = Duration.ofSeconds(5);
    private int maxBytes = 512 * 1024;
    private Clock clock = Clock.systemUTC();
    private LongSupplier monotonic = System::nanoTime;
    private @Nullable ExecutorService executor;
    private @Nullable SSLContext tls;

    private Builder(String name, URI address, boolean discovered) {
      KeyAddress.require(address);
      this.name = name;
      this.address = address;
      this.discovered = discovered;
    }

    /** Loosens: {@code http} to hosts other than this machine's loopback. */
    public Builder allowPlainHttp() {
      once("allowPlainHttp");
      plainHttp = true;
      return this;
    }

    /** How long keys are used before they are read again; 5 minutes unless told. */
    public Builder maxAge(Duration age) {
      once("maxAge");
      maxAge = positive(age);
      return this;
    }

    /** How long known keys go on verifying while the issuer can't be read; 24 hours unless told. */
    public Builder staleLimit(Duration age) {
      once("staleLimit");
      staleLimit = positive(age);
      return this;
    }

    /** How long a caller waits for keys; 2 seconds unless told. */
    public Builder patience(Duration wait) {
      once("patience");
      patience = positive(wait);
      return this;
    }

    /** How long the issuer may take for one answer, its body included; 5 seconds unless told. */
    public Builder timeout(Duration wait) {
      once("timeout");
      timeout = positive(wait);
      return this;
    }

    /** How long until another attempt once the bucket is empty; 5 seconds unless told, at most. */
    public Builder coolDown(Duration wait) {
      once("coolDown");
      if (wait.compareTo(Duration.ofSeconds(5)) > 0) {
        throw new IllegalArgumentException("The cool-down is at most 5 seconds");
      }
      coolDown = positive(wait);
      return this;
    }

    /** The most bytes of an answer; 512 KiB unless told. */
    public Builder maxBytes(int bytes) {
      once("maxBytes");
      if (bytes <= 0) {
        throw new IllegalArgumentException("The most bytes of an answer is more than none");
      }
      maxBytes = bytes;
      return this;
    }

    /** Whom to trust, and what to show, in TLS; the JDK's own unless told. */
    public Builder tls(SSLContext context) {
      once("tls");
      tls = context;
      return this;
    }

    public Builder clock(Clock source) {
      once("clock");
      clock = source;
      return this;
    }

    /** Where the reading is done, by one thread at a time; for tests. */
    Builder executor(ExecutorService threads) {
      once("executor");
      executor = threads;
      return this;
    }

    /** What {@link System#nanoTime()} is asked for otherwise; for tests. */
    Builder monotonic(LongSupplier nanos) {
      once("monotonic");
      monotonic = nanos;
      return this;
    }

    /**
     * @throws IllegalStateException where the address is not behind TLS nor on loopback, or the
     *     stale limit is below the maximum age
     */
    public JwksUrl build() {
      if (built) {
        throw new IllegalStateException("A builder builds once");
      }
      if (isPlainHttpAbroad() && !plainHttp) {
        throw new IllegalStateException(
            "Keys over plain http can be replaced on the way: use https, or say allowPlainHttp()");
      }
      if (staleLimit.compareTo(maxAge) < 0) {
        throw new IllegalStateException("The stale limit is at least the maximum age");
      }
      built = true;
      Optional<SSLContext> context = Optional.ofNullable(tls);
      Ages ages = new Ages(clock, monotonic);
      JwksFetch.Limits limits = new JwksFetch.Limits(plainHttp, timeout, maxBytes);
      JwksFetch fetch =
          discovered
              ? JwksFetch.discovered(name, limits, ages, context)
              : JwksFetch.at(address, limits, ages, context);
      TryBucket tries = new TryBucket(clock, TRIES, coolDown);
      JwksFlights flights =
          executor == null
              ? new JwksFlights(fetch, name, ages, maxAge, tries)
              : new JwksFlights(fetch, name, ages, maxAge, tries, executor);
      return new JwksUrl(
          flights, new JwksInquiry(flights, ages, staleLimit, patience), ages, loosened());
    }

    private List<String> loosened() {
      if (!plainHttp || WebAddress.isTls(address)) {
        return List.of();
      }
      return List.of(
          "plain http for keys: whoever is on the way to "
              + address.getHost()
              + ", or to where it says its keys are, can replace them");
    }

    private boolean isPlainHttpAbroad() {
      return !WebAddress.isTls(address) && !WebAddress.isLoopback(address);
    }

    private void once(String setting) {
      if (!told.add(setting)) {
        throw new IllegalStateException(setting + " is set already; set it once");
      }
    }

    private static Duration positive(Duration given) {
      if (given.isNegative() || given.isZero()) {
        throw new IllegalArgumentException("A duration here is longer than none");
      }
      if (given.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("A duration here is a year at most");
      }
      return given;
    }
  }
}
