package io.bailiwick.adapter.keys;

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
import org.jspecify.annotations.Nullable;

/**
 * Reads an issuer's JWKS once, by way of its discovery document where no address was given. Follows
 * no redirect, reads no more than it must and waits no longer. Used by one thread at a time.
 */
final class JwksFetch {
  private static final System.Logger LOG = System.getLogger(JwksFetch.class.getName());

  private final Optional<String> issuer;
  private final boolean plainHttp;
  private final Duration timeout;
  private final int maxBytes;
  private final HttpClient client;
  private @Nullable URI jwks;
  private List<String> notes = List.of();

  private JwksFetch(
      Optional<String> issuer,
      @Nullable URI jwks,
      boolean plainHttp,
      Duration timeout,
      int maxBytes,
      Optional<SSLContext> tls) {
    this.issuer = issuer;
    this.jwks = jwks;
    this.plainHttp = plainHttp;
    this.timeout = timeout;
    this.maxBytes = maxBytes;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout);
    tls.ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  static JwksFetch discovered(
      String issuer, boolean plainHttp, Duration timeout, int maxBytes, Optional<SSLContext> tls) {
    return new JwksFetch(Optional.of(issuer), null, plainHttp, timeout, maxBytes, tls);
  }

  static JwksFetch at(
      URI jwks, boolean plainHttp, Duration timeout, int maxBytes, Optional<SSLContext> tls) {
    return new JwksFetch(Optional.empty(), jwks, plainHttp, timeout, maxBytes, tls);
  }

  /** An issuer without keys is an answer too: an empty set. */
  KeySet fetch() throws FetchFailed {
    try {
      URI address = jwks;
      if (address == null) {
        address = discover();
        jwks = address;
      }
      JwksDocument document = JwksDocument.parse(get(address));
      note(document.notes());
      return new KeySet(document.keys(), false);
    } catch (ParseException e) {
      forgetAddress();
      throw new FetchFailed(KeyFailure.MALFORMED);
    } catch (FetchFailed e) {
      forgetAddress();
      throw e;
    }
  }

  private URI discover() throws FetchFailed, ParseException {
    String name = issuer.orElseThrow();
    String base = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    Map<String, Object> document =
        JwksDocument.object(get(URI.create(base + "/.well-known/openid-configuration")));
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
    if (name.startsWith("https:") && !KeyAddress.isTls(address)) {
      throw new FetchFailed(KeyFailure.INSECURE_URL);
    }
    if (!KeyAddress.isTls(address) && !KeyAddress.isLoopback(address) && !plainHttp) {
      throw new FetchFailed(KeyFailure.INSECURE_URL);
    }
    return address;
  }

  private String get(URI address) throws FetchFailed {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(timeout)
            .header("Accept", "application/json, application/jwk-set+json")
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request,
            head -> {
              int status = head.statusCode();
              if (status == 200) {
                return new LimitedBody(maxBytes);
              }
              return LimitedBody.none(
                  status >= 300 && status < 400 ? KeyFailure.REDIRECTED : KeyFailure.BAD_STATUS);
            });
    try {
      // the request's own timeout ends with the head; a body may drip for ever
      return new String(
          answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).body(), StandardCharsets.UTF_8);
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
    }
    return new FetchFailed(KeyFailure.UNREACHABLE);
  }

  /** So that the next attempt asks the issuer anew where its keys are. */
  private void forgetAddress() {
    if (issuer.isPresent()) {
      jwks = null;
    }
  }

  private void note(List<String> now) {
    if (!now.equals(notes)) {
      notes = now;
      now.forEach(
          note -> LOG.log(System.Logger.Level.WARNING, "In the JWKS at {0}, {1}", jwks, note));
    }
  }
}
