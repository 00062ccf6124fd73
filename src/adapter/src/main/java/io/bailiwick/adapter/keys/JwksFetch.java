package io.bailiwick.adapter.keys;

import io.bailiwick.adapter.internal.LimitedBody;
import io.bailiwick.adapter.internal.WebAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Reads an issuer's JWKS once, by way of its discovery document where no address was given. Follows
 * no redirect, reads no more than it must and waits no longer. Used by one thread at a time.
 */
final class JwksFetch {
  private static final System.Logger LOG = System.getLogger(JwksFetch.class.getName());

  /** How long the issuer's word on where its keys are is taken. */
  private static final Duration ADDRESS_LIFE = Duration.ofHours(1);

  private final Optional<String> issuer;
  private final Limits limits;
  private final HttpClient client;
  private final Ages ages;
  private @Nullable URI jwks;
  private Ages.@Nullable Moment discovered;
  private List<String> notes = List.of();

  /** Keys, and how long the issuer says that its answer is fresh, where it does. */
  record Fetched(KeySet keys, Optional<Duration> maxAge) {
    /** What the issuer says, within bounds: it may shorten the time, but not to next to nothing. */
    Duration freshFor(Duration most) {
      return maxAge
          .map(said -> said.compareTo(JwksAnswer.LEAST_AGE) < 0 ? JwksAnswer.LEAST_AGE : said)
          .filter(said -> said.compareTo(most) < 0)
          .orElse(most);
    }
  }

  /**
   * @param timeout for each answer
   */
  record Limits(boolean plainHttp, Duration timeout, int maxBytes) {}

  private JwksFetch(
      Optional<String> issuer,
      @Nullable URI jwks,
      Limits limits,
      Ages ages,
      Optional<SSLContext> tls) {
    this.issuer = issuer;
    this.jwks = jwks;
    this.limits = limits;
    this.ages = ages;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limits.timeout);
    tls.ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  static JwksFetch discovered(String issuer, Limits limits, Ages ages, Optional<SSLContext> tls) {
    return new JwksFetch(Optional.of(issuer), null, limits, ages, tls);
  }

  static JwksFetch at(URI jwks, Limits limits, Ages ages, Optional<SSLContext> tls) {
    return new JwksFetch(Optional.empty(), jwks, limits, ages, tls);
  }

  /** An issuer without keys is an answer too: an empty set. */
  Fetched fetch() throws FetchFailed {
    try {
      URI address = address();
      HttpResponse<byte[]> answer = get(address);
      JwksDocument document = JwksDocument.parse(text(answer));
      note(address, document.notes());
      return new Fetched(new KeySet(document.keys(), false), JwksAnswer.maxAge(answer.headers()));
    } catch (ParseException e) {
      forgetAddress();
      throw new FetchFailed(KeyFailure.MALFORMED);
    } catch (FetchFailed | RuntimeException e) {
      forgetAddress();
      throw e;
    }
  }

  /** Asked for anew after a while: what an issuer left behind may no longer be its word. */
  private URI address() throws FetchFailed, ParseException {
    Ages.Moment now = ages.now();
    URI known = jwks;
    boolean asked = discovered != null && Ages.between(discovered, now).compareTo(ADDRESS_LIFE) < 0;
    if (known != null && (issuer.isEmpty() || asked)) {
      return known;
    }
    URI found = discover();
    jwks = found;
    discovered = now;
    return found;
  }

  private URI discover() throws FetchFailed, ParseException {
    String name = issuer.orElseThrow();
    String base = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    Map<String, Object> document =
        JwksDocument.object(text(get(URI.create(base + "/.well-known/openid-configuration"))));
    if (!name.equals(document.get("issuer"))) {
      throw new FetchFailed(KeyFailure.WRONG_ISSUER);
    }
    if (!(document.get("jwks_uri") instanceof String text)) {
      throw new FetchFailed(KeyFailure.MALFORMED);
    }
    URI address;
    try {
      address = URI.create(text);
      KeyAddress.require(address);
    } catch (IllegalArgumentException e) {
      throw new FetchFailed(KeyFailure.MALFORMED);
    }
    if (WebAddress.isTls(URI.create(name)) && !WebAddress.isTls(address)) {
      throw new FetchFailed(KeyFailure.INSECURE_URL);
    }
    if (!WebAddress.isTls(address) && !WebAddress.isLoopback(address) && !limits.plainHttp) {
      throw new FetchFailed(KeyFailure.INSECURE_URL);
    }
    return address;
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private HttpResponse<byte[]> get(URI address) throws FetchFailed {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(limits.timeout)
            .header("Accept", "application/json, application/jwk-set+json")
            .header("Accept-Encoding", "identity")
            // a cache on the way must not lengthen the life of a key that was taken out
            .header("Cache-Control", "no-cache")
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request,
            head ->
                JwksAnswer.fault(head)
                    .map(fault -> LimitedBody.none(new FetchFailed(fault)))
                    .orElseGet(
                        () ->
                            new LimitedBody(
                                limits.maxBytes, () -> new FetchFailed(KeyFailure.TOO_LARGE))));
    try {
      // the request's own timeout ends with the head; a body may drip for ever
      return answer.get(limits.timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new FetchFailed(KeyFailure.TIMED_OUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FetchFailed(KeyFailure.UNREACHABLE);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static FetchFailed failure(@Nullable Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof FetchFailed failed) {
        return failed;
      }
      if (at instanceof java.net.http.HttpTimeoutException) {
        return new FetchFailed(KeyFailure.TIMED_OUT);
      }
      if (at instanceof SSLException) {
        return new FetchFailed(KeyFailure.TLS_FAILED);
      }
    }
    return new FetchFailed(KeyFailure.UNREACHABLE);
  }

  /** So that the next attempt asks the issuer anew where its keys are. */
  private void forgetAddress() {
    if (issuer.isPresent()) {
      jwks = null;
    }
  }

  private void note(URI address, List<String> now) {
    if (!now.equals(notes)) {
      notes = now;
      now.forEach(
          note -> LOG.log(System.Logger.Level.WARNING, "In the JWKS at {0}, {1}", address, note));
    }
  }
}
