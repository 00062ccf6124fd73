package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.handle.ApiKeyRedeemer;
import io.bailiwick.adapter.handle.TicketRedeemer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a service looks for credentials: {@code Authorization} always, every other place where it
 * is named here. They are looked at in the order of {@link CredentialSource}. Two places that hold
 * different credentials refuse the request; the same one in two places is one. Immutable and
 * thread-safe.
 *
 * <p>A browser can't send headers with a WebSocket: a page gets a ticket and puts it into the
 * socket's URL ({@link Builder#tickets}), or carries its token in a subprotocol entry or in the
 * first message. A token in a URL is refused: URLs are logged.
 */
public final class CredentialPlaces {
  private final Builder told;

  private CredentialPlaces(Builder told) {
    this.told = told;
  }

  /** {@code Authorization} and nothing else. */
  public static CredentialPlaces standard() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Every setting that loosens a check, one sentence each: to be shown at start. */
  public List<String> loosened() {
    List<String> all = new ArrayList<>();
    if (told.bareToken) {
      all.add("acceptBareToken: Authorization may hold a token without the scheme Bearer");
    }
    if (told.queryToken) {
      all.add(
          "acceptTokenInQuery: a token may stand in the query string of a socket's URL, which"
              + " browsers, proxies and servers write to their logs");
    }
    tickets().ifPresent(redeemer -> all.addAll(redeemer.loosened()));
    return List.copyOf(all);
  }

  /** The same once more, to be told more. */
  Builder toBuilder() {
    return new Builder(told);
  }

  CredentialNames names() {
    return told.names == null ? CredentialNames.standard() : told.names;
  }

  Optional<ApiKeyRedeemer> apiKeys() {
    return Optional.ofNullable(told.apiKeys);
  }

  Optional<TicketRedeemer> tickets() {
    return Optional.ofNullable(told.tickets);
  }

  Optional<SessionCookie> cookie() {
    return Optional.ofNullable(told.cookie);
  }

  Optional<Duration> firstMessage() {
    return Optional.ofNullable(told.firstMessage);
  }

  /** Whether anything is taken that was issued to a caller and is no token. */
  boolean standForCallers() {
    return told.cookie != null || told.tickets != null || told.apiKeys != null;
  }

  boolean connectionParams() {
    return told.connectionParams;
  }

  boolean subprotocol() {
    return told.subprotocol;
  }

  boolean bareToken() {
    return told.bareToken;
  }

  boolean queryToken() {
    return told.queryToken;
  }

  /** Setting a thing twice is an error. Not thread-safe. */
  public static final class Builder {
    private @Nullable CredentialNames names;
    private @Nullable ApiKeyRedeemer apiKeys;
    private @Nullable TicketRedeemer tickets;
    private @Nullable SessionCookie cookie;
    private @Nullable Duration firstMessage;
    private boolean connectionParams;
    private boolean subprotocol;
    private boolean bareToken;
    private boolean queryToken;

    private Builder() {}

    private Builder(Builder other) {
      names = other.names;
      apiKeys = other.apiKeys;
      tickets = other.tickets;
      cookie = other.cookie;
      firstMessage = other.firstMessage;
      connectionParams = other.connectionParams;
      subprotocol = other.subprotocol;
      bareToken = other.bareToken;
      queryToken = other.queryToken;
    }

    /** {@link CredentialNames#standard()} where none are set. */
    public Builder names(CredentialNames names) {
      once(this.names != null, "The names");
      this.names = names;
      return this;
    }

    /** As clients of another system name it, whatever was said before. */
    Builder renamed(CredentialNames theirs) {
      this.names = theirs;
      return this;
    }

    /** Takes API keys, in a header of their own. */
    public Builder apiKeys(ApiKeyRedeemer redeemer) {
      once(apiKeys != null, "Who redeems API keys");
      apiKeys = redeemer;
      return this;
    }

    /**
     * Takes tickets: in the query string of a socket's URL, and where sockets carry tokens, should
     * that be allowed too. Nowhere for a plain HTTP request, which has headers.
     */
    public Builder tickets(TicketRedeemer redeemer) {
      once(tickets != null, "Who redeems tickets");
      tickets = redeemer;
      return this;
    }

    /**
     * Takes the token from a cookie, and only from the service's own pages.
     *
     * @param origins where those are served from, as browsers write it: {@code
     *     https://os.example.com}
     * @throws IllegalArgumentException where there is no origin
     */
    public Builder sessionCookie(String name, Collection<String> origins) {
      once(cookie != null, "The session cookie");
      cookie = new SessionCookie(name, origins);
      return this;
    }

    /**
     * Reads connection parameters, from a header or a WebSocket subprotocol entry, and takes a
     * ticket or token from them.
     */
    public Builder connectionParams() {
      once(connectionParams, "Connection parameters");
      connectionParams = true;
      return this;
    }

    /** Takes a ticket or token from a WebSocket subprotocol entry, which is never echoed. */
    public Builder subprotocol() {
      once(subprotocol, "The subprotocol");
      subprotocol = true;
      return this;
    }

    /**
     * Opens a socket that carries no credential anywhere, and takes it from its first message:
     * {@code {"action":"authenticate","token":"..."}}, or {@code ticket} in place of {@code token}.
     * Until then the socket can do nothing, and after {@code deadline} it is closed.
     *
     * @throws IllegalArgumentException where the deadline is not positive, or is over a minute
     */
    public Builder firstMessage(Duration deadline) {
      once(firstMessage != null, "The first message");
      if (deadline.isNegative()
          || deadline.isZero()
          || deadline.compareTo(Duration.ofMinutes(1)) > 0) {
        throw new IllegalArgumentException("A first message comes within a minute");
      }
      firstMessage = deadline;
      return this;
    }

    /** As {@link #firstMessage(Duration)}, within ten seconds. */
    public Builder firstMessage() {
      return firstMessage(Duration.ofSeconds(10));
    }

    /** Loosens the gate: {@code Authorization} may hold a token without the scheme. */
    public Builder acceptBareToken() {
      bareToken = true;
      return this;
    }

    /**
     * Loosens the gate: a socket's URL may hold a token in its query string. For existing clients
     * that can do nothing else; whatever logs URLs then holds tokens.
     */
    public Builder acceptTokenInQuery() {
      queryToken = true;
      return this;
    }

    public CredentialPlaces build() {
      return new CredentialPlaces(new Builder(this));
    }

    private static void once(boolean set, String what) {
      if (set) {
        throw new IllegalStateException(what + " is set twice");
      }
    }
  }
}
