package io.bailiwick.adapter.keys;

import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A security provider that does ECDSA on P-256 and nothing else, by way of the JDK, and gets one
 * thing wrong.
 */
final class FakeProvider extends Provider {
  private static final long serialVersionUID = 1L;
  private static final String NAME = "SHA256withECDSAinP1363Format";

  /** What it gets wrong. */
  enum Fault {
    NONE,
    TAKES_EVERYTHING,
    TAKES_NOTHING,
    IGNORES_THE_TEXT,
    IGNORES_THE_KEY,
    SAYS_WHAT_IT_SAID_FIRST,
    REFUSES_WHAT_COMES_AFTER_A_BAD_ONE,
    FAILS,
    TAKES_NO_KEY,
    /** As it would if the signature were none, for a reason of its own. */
    CANT_PROCESS,
    /** Throws at every signature that is not good, and verifies one that follows with it. */
    THROWS_AND_REMEMBERS
  }

  private final AtomicInteger opened = new AtomicInteger();
  private volatile Fault fault;

  FakeProvider(Fault fault) {
    super("Fake", "9.9", "ECDSA with a fault");
    this.fault = fault;
    putService(
        new Service(this, "Signature", NAME, Faulty.class.getName(), List.of(), null) {
          @Override
          public Object newInstance(@Nullable Object parameter) {
            opened.incrementAndGet();
            return new Faulty(() -> FakeProvider.this.fault);
          }
        });
  }

  /** Goes wrong in another way from now on. */
  void nowHas(Fault other) {
    fault = other;
  }

  /** How many signature objects were made. */
  int opened() {
    return opened.get();
  }

  private static final class Faulty extends SignatureSpi {
    private final Supplier<Fault> fault;
    private final Signature real;
    private boolean first = true;
    private boolean said;
    private boolean thrown;
    private boolean refused;

    Faulty(Supplier<Fault> fault) {
      this.fault = fault;
      try {
        this.real = Signature.getInstance(NAME, "SunEC");
      } catch (java.security.GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
      if (fault.get() == Fault.TAKES_NO_KEY) {
        throw new InvalidKeyException("no key of this kind");
      }
      real.initVerify(
          fault.get() == Fault.IGNORES_THE_KEY
              ? (PublicKey) KnownAnswer.of(JwsAlgorithm.ES256).key()
              : key);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
      if (fault.get() == Fault.IGNORES_THE_TEXT) {
        if (first) {
          first = false;
          real.update(KnownAnswer.of(JwsAlgorithm.ES256).message());
        }
        return;
      }
      real.update(bytes, offset, length);
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
      switch (fault.get()) {
        case TAKES_EVERYTHING:
          return true;
        case TAKES_NOTHING:
          return false;
        case FAILS:
          throw new java.security.ProviderException("out of something");
        case CANT_PROCESS:
          throw new SignatureException("could not allocate");
        case SAYS_WHAT_IT_SAID_FIRST:
          boolean now = real.verify(signature);
          said = first ? now : said;
          first = false;
          return said;
        case REFUSES_WHAT_COMES_AFTER_A_BAD_ONE:
          refused |= !real.verify(signature);
          return !refused;
        case THROWS_AND_REMEMBERS:
          boolean good = real.verify(signature);
          if (!good) {
            thrown = true;
            throw new SignatureException("not good");
          }
          return !thrown;
        default:
          first = true;
          return real.verify(signature);
      }
    }

    @Override
    protected void engineUpdate(byte b) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected void engineInitSign(PrivateKey key) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected byte[] engineSign() {
      throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
      throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      throw new UnsupportedOperationException();
    }
  }
}
