package io.bailiwick.adapter.life;

import io.bailiwick.adapter.connect.Refusal;
import java.time.Instant;

/** What is revoked ends; what is not known to stand must be refreshed. */
record Revoker(ConnectionRegistry registry) implements RevocationListener {
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
    registry.end(among, revocation::covers, Refusal.of(Refusal.Code.REVOKED));
  }

  @Override
  public void unknown(Instant issuedUpTo) {
    registry.unknown(ConnectionFilter.all().issuedUpTo(issuedUpTo));
  }
}
