package io.bailiwick.adapter.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A public key as somebody shows it, and its name: not one to believe anything by, but one of which
 * it can be told whether it made a signature and whether it is the key that was meant.
 *
 * @param thumbprint SHA-256 by RFC 7638, in base64url
 */
public record PublicJwk(VerificationKey key, String thumbprint) {
  /** What only the key's owner has; {@code k} is a shared secret. */
  private static final Set<String> PRIVATE =
      Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k", "r", "t");

  /** What a key is, by its kind, and all that its thumbprint is made of (RFC 7638, 3.2). */
  private static final Map<String, List<String>> REQUIRED =
      Map.of(
          "EC", List.of("crv", "kty", "x", "y"),
          "RSA", List.of("e", "kty", "n"),
          "OKP", List.of("crv", "kty", "x"));

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]{1,1400}");

  /**
   * Reads the members that make the key, and heeds {@code alg}, {@code use} and {@code key_ops}
   * where they are there. Certificates and addresses of them are not looked at.
   *
   * @throws IllegalArgumentException where it is no public key of a known kind, or more than public
   */
  public static PublicJwk parse(Map<String, ?> members) {
    if (members.keySet().stream().anyMatch(PRIVATE::contains)) {
      throw new IllegalArgumentException("A public key has no private members");
    }
    Map<String, Object> plain = new HashMap<>();
    for (String name : REQUIRED.getOrDefault(text(members, "kty"), List.of("kty"))) {
      plain.put(name, text(members, name));
    }
    try {
      JWK jwk = JWK.parse(plain);
      VerificationKey key = VerificationKey.of(Optional.empty(), JwksDocument.publicKey(jwk));
      return new PublicJwk(forItsUse(key, members), jwk.computeThumbprint().toString());
    } catch (ParseException
        | JOSEException
        | GeneralSecurityException
        | IllegalStateException
        | JwksDocument.Unusable e) {
      // not as the cause: it may quote what it could not read
      throw new IllegalArgumentException("It is no well-formed public key of a known kind");
    }
  }

  private static VerificationKey forItsUse(VerificationKey key, Map<String, ?> members) {
    boolean signs = !members.containsKey("use") || "sig".equals(members.get("use"));
    boolean verifies =
        !members.containsKey("key_ops")
            || (members.get("key_ops") instanceof List<?> ops && ops.contains("verify"));
    if (!signs || !verifies) {
      throw new IllegalArgumentException("The key is for another purpose");
    }
    if (!members.containsKey("alg")) {
      return key;
    }
    return key.onlyFor(
        JwsAlgorithm.named(text(members, "alg"))
            .orElseThrow(() -> new IllegalArgumentException("The key's algorithm is not known")));
  }

  private static String text(Map<String, ?> members, String name) {
    if (members.get(name) instanceof String text && PLAIN.matcher(text).matches()) {
      return text;
    }
    throw new IllegalArgumentException("A public key has texts for its members");
  }
}
