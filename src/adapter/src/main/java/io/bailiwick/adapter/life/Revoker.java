package io.bailiwick.adapter.life;

import io.bailiwick.adapter.connect.Refusal;
import java.time.Instant;
import java.util.Optional;

/** What is revoked ends; what is not known to stand must be refreshed. */
record Revoker(LiveConnections live) implements RevocationListener {
  @Override
  public void revoked(Revocation revocation) {
    ConnectionFilter ofIssuer = ConnectionFilter.all().issuer(revocation.issuer());
    ConnectionFilter among =
        switch (revocation.kind()) {
          case SESSION -> ofIssuer.session(revocation.value());
          case SUBJECT -> ofIssuer.subject(revocation.value());
          case TOKEN -> ofIssuer.token(revocation.value());
          case CLIENT -> ofIssuer.client(revocation.value());
          case EVERYTHING -> ofIssuer;
        };
    live.end(among, each -> revocation.covers(each.caller()), Refusal.of(Refusal.Code.REVOKED));
  }

  @Override
  public void unknown(Optional<String> issuer, Instant issuedUpTo) {
    ConnectionFilter older = ConnectionFilter.all().issuedUpTo(issuedUpTo);
    live.unknown(issuer.map(older::issuer).orElse(older));
  }
}
