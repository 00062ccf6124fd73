package io.bailiwick.bench.corpus;

import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.LocatorAdapter;
import io.jsonwebtoken.ProtectedHeader;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import java.security.Key;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;

/** Les Hazlewood's library, with its key locator over its own reading of the JWKS. */
record Jjwt() implements Judge.Library {
  @Override
  public String name() {
    return "jjwt";
  }

  @Override
  public String setup() {
    return "`Jwts.parser()` with a key locator by `kid` over `Jwks.setParser()`, issuer and audience required,"
        + " `parseSignedClaims`. Of keys with one modulus it keeps the first, so of RS384, RS512, PS384 and"
        + " PS512 it knows no key here";
  }

  @Override
  public Judge trusting(String jwks) {
    Map<String, Key> keys = new LinkedHashMap<>();
    for (Jwk<?> jwk : Jwks.setParser().build().parse(jwks).getKeys()) {
      keys.put(jwk.getId(), jwk.toKey());
    }
    JwtParser parser =
        Jwts.parser()
            .keyLocator(
                new LocatorAdapter<Key>() {
                  @Override
                  protected Key locate(ProtectedHeader header) {
                    Key key = keys.get(header.getKeyId());
                    if (key == null) {
                      throw new IllegalArgumentException("No such key");
                    }
                    return key;
                  }
                })
            .requireIssuer(Corpus.ALL.issuer())
            .requireAudience(Corpus.ALL.audience())
            .clock(() -> Date.from(Corpus.ALL.now()))
            .build();
    return parser::parseSignedClaims;
  }
}
