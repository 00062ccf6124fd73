package io.bailiwick.adapter.keys;

import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;

/** An EC key as no factory would make it. */
final class ForgedEcKey implements ECPublicKey {
  private static final long serialVersionUID = 1L;
  private final transient ECPoint point;
  private final transient ECParameterSpec parameters;

  ForgedEcKey(ECPoint point, ECParameterSpec parameters) {
    this.point = point;
    this.parameters = parameters;
  }

  @Override
  public ECPoint getW() {
    return point;
  }

  @Override
  public ECParameterSpec getParams() {
    return parameters;
  }

  @Override
  public String getAlgorithm() {
    return "EC";
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
