package io.bailiwick.adapter.keys;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The signature algorithms of RFC 7518 and RFC 8037 that a token may be signed with. There is no
 * {@code none}, and {@link #HS256} works with a {@link SharedSecret} only.
 */
public enum JwsAlgorithm {
  RS256("RS256", "SHA256withRSA"),
  RS384("RS384", "SHA384withRSA"),
  RS512("RS512", "SHA512withRSA"),
  PS256("PS256", pss("SHA-256", MGF1ParameterSpec.SHA256, 32)),
  PS384("PS384", pss("SHA-384", MGF1ParameterSpec.SHA384, 48)),
  PS512("PS512", pss("SHA-512", MGF1ParameterSpec.SHA512, 64)),
  ES256("ES256", "SHA256withECDSAinP1363Format"),
  ES384("ES384", "SHA384withECDSAinP1363Format"),
  ES512("ES512", "SHA512withECDSAinP1363Format"),
  EDDSA("EdDSA", "Ed25519"),
  /** Development only: whoever can verify can also sign. */
  HS256("HS256", "HmacSHA256");

  private static final Map<String, JwsAlgorithm> BY_NAME = new HashMap<>();

  static {
    for (JwsAlgorithm algorithm : values()) {
      BY_NAME.put(algorithm.jwsName, algorithm);
    }
  }

  private final String jwsName;
  private final String jcaName;

  @SuppressWarnings("ImmutableEnumChecker") // nothing sets anything on a parameter spec
  private final @Nullable PSSParameterSpec parameters;

  // to look one up among the security providers costs more than the rest of a verification
  @SuppressWarnings({"ImmutableEnumChecker", "ThreadLocalUsage"}) // one per constant, for ever
  private final ThreadLocal<@Nullable Signature> signatures = new ThreadLocal<>();

  JwsAlgorithm(String jwsName, String jcaName) {
    this.jwsName = jwsName;
    this.jcaName = jcaName;
    this.parameters = null;
  }

  JwsAlgorithm(String jwsName, PSSParameterSpec parameters) {
    this.jwsName = jwsName;
    this.jcaName = "RSASSA-PSS";
    this.parameters = parameters;
  }

  /** By the header's {@code alg}, compared exactly. */
  public static Optional<JwsAlgorithm> named(String alg) {
    return Optional.ofNullable(BY_NAME.get(alg));
  }

  /** As in the header's {@code alg}. */
  public String jwsName() {
    return jwsName;
  }

  String jcaName() {
    return jcaName;
  }

  /** This thread's own; whoever takes it starts with {@code initVerify}. */
  Signature signature() throws GeneralSecurityException {
    Signature mine = signatures.get();
    if (mine == null) {
      mine = Signature.getInstance(jcaName);
      if (parameters != null) {
        mine.setParameter(parameters);
      }
      signatures.set(mine);
    }
    return mine;
  }

  private static PSSParameterSpec pss(String digest, MGF1ParameterSpec mask, int saltLength) {
    return new PSSParameterSpec(
        digest, "MGF1", mask, saltLength, PSSParameterSpec.TRAILER_FIELD_BC);
  }
}
