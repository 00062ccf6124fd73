package io.bailiwick.adapter.keys;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Any text as a JWKS. Nothing but {@link ParseException} may come of it, and every key that is
 * loaded is one that Nimbus reads, by its name, and public.
 */
public final class JwksFuzz {
  private JwksFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    JwksDocument document;
    try {
      document = JwksDocument.parse(text);
    } catch (ParseException e) {
      return;
    }
    if (document.keys().isEmpty()) {
      return;
    }
    Set<String> names = new HashSet<>();
    try {
      if (JSONObjectUtils.parse(text).get("keys") instanceof List<?> entries) {
        for (Object entry : entries) {
          if (entry instanceof Map<?, ?> members) {
            readByNimbus(members, names);
          }
        }
      }
    } catch (ParseException e) {
      throw new AssertionError("What is read here is not JSON elsewhere", e);
    }
    for (VerificationKey key : document.keys()) {
      if (!names.contains(key.kid().orElse("")) || key.algorithms().isEmpty()) {
        throw new AssertionError("A key is loaded that Nimbus does not read");
      }
    }
  }

  @SuppressWarnings("unchecked") // JSON has no other names than strings
  private static void readByNimbus(Map<?, ?> members, Set<String> names) {
    try {
      JWK jwk = JWK.parse((Map<String, Object>) members);
      if (!jwk.isPrivate()) {
        names.add(jwk.getKeyID() == null ? "" : jwk.getKeyID());
      }
    } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
      // one that Nimbus leaves out
    }
  }
}
