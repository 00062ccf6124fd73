package io.bailiwick.adapter.keys;

import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.jspecify.annotations.Nullable;

/** An RSA key as no factory would make it. */
final class ForgedRsaKey implements RSAPublicKey {
  private static final long serialVersionUID = 1L;
  private final BigInteger modulus;
  private final BigInteger exponent;
  private final transient @Nullable PSSParameterSpec pss;

  ForgedRsaKey(BigInteger modulus, BigInteger exponent) {
    this(modulus, exponent, null);
  }

  ForgedRsaKey(BigInteger modulus, BigInteger exponent, @Nullable PSSParameterSpec pss) {
    this.modulus = modulus;
    this.exponent = exponent;
    this.pss = pss;
  }

  @Override
  public BigInteger getPublicExponent() {
    return exponent;
  }

  @Override
  public BigInteger getModulus() {
    return modulus;
  }

  @Override
  @SuppressWarnings("NullAway") // the JDK's interface says null for a key without
  public AlgorithmParameterSpec getParams() {
    return pss;
  }

  @Override
  public String getAlgorithm() {
    return pss == null ? "RSA" : "RSASSA-PSS";
  }

  @Override
  public String getFormat() {
    return "X.509";
  }

  @Override
  public byte[] getEncoded() {
    return new byte[0];
  }
}
