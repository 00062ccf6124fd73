package io.bailiwick.adapter.token;

import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.adapter.keys.VerificationKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers of tokens that were verified, as they are written: every token of one key has the
 * same. So it need not be read again, and the signature can be checked before anything else of the
 * token is read. Only the header of a token whose signature is good gets in, the last {@value
 * #PER_ISSUER} of each issuer stay, and none makes room for another issuer's. Thread-safe.
 */
final class KnownHeaders {
  /** The most headers that are kept for one issuer. */
  static final int PER_ISSUER = 8;

  private final ClaimNames names;
  private volatile List<KnownHeader> known = List.of();

  KnownHeaders(ClaimNames names) {
    this.names = names;
  }

  /**
   * One header, and who wrote it.
   *
   * @param text as it is written, in base64url
   * @param key the one that verified the token; it may have been withdrawn since
   * @param payloads of the tokens with this header
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by contents, below
  record KnownHeader(
      byte[] text,
      JoseHeader header,
      String issuer,
      KeySource keys,
      VerificationKey key,
      KnownPayloads payloads) {

    boolean isOf(CompactJws jws) {
      return text.length == jws.headerEnd()
          && Arrays.equals(text, 0, text.length, jws.text(), 0, text.length);
    }
  }

  /** Null where it is not known, or where it is known of several issuers. Allocates nothing. */
  @Nullable KnownHeader find(CompactJws jws) {
    KnownHeader found = null;
    List<KnownHeader> all = known;
    for (int i = 0; i < all.size(); i++) {
      KnownHeader each = all.get(i);
      if (each.isOf(jws)) {
        if (found != null) {
          return null;
        }
        found = each;
      }
    }
    return found;
  }

  /** Of a token whose signature that key has verified. */
  synchronized void add(
      CompactJws jws, JoseHeader header, String issuer, KeySource keys, VerificationKey key) {
    for (KnownHeader each : known) {
      if (each.key == key && each.issuer.equals(issuer) && each.isOf(jws)) {
        return;
      }
    }
    List<KnownHeader> others = new ArrayList<>();
    int ofIssuer = 0;
    // newest first, so that the oldest of the issuer falls off
    others.add(
        new KnownHeader(
            Arrays.copyOf(jws.text(), jws.headerEnd()),
            header,
            issuer,
            keys,
            key,
            new KnownPayloads(names)));
    for (KnownHeader each : known) {
      boolean same = each.issuer.equals(issuer);
      if (!same || (!each.isOf(jws) && ++ofIssuer < PER_ISSUER)) {
        others.add(each);
      }
    }
    known = List.copyOf(others);
  }
}
