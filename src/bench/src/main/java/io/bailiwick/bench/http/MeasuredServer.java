package io.bailiwick.bench.http;

import io.bailiwick.adapter.keys.CryptoChoice;
import io.bailiwick.adapter.keys.CryptoProvider;
import io.bailiwick.adapter.keys.PemKeys;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.CallerVerifier;
import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.sample.SampleServer;
import io.bailiwick.sample.SampleSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The sample agent service in a process of its own, told over standard input: the key, one good
 * token, and then a line each time that it is to forget the tokens it saw.
 */
public final class MeasuredServer {
  /** A good token whose first letter is this one, where it would be {@code e}, is not verified. */
  static final char UNVERIFIED = 'o';

  /** Held, since the log system forgets the level of a logger that nobody holds. */
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  private MeasuredServer() {}

  /**
   * @param args the port, and the provider's word
   */
  public static void main(String[] args) throws IOException {
    JETTY.setLevel(Level.WARNING);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    String pem = in.readLine();
    String token = in.readLine();
    Forgetful verifier = new Forgetful(pem, CryptoProvider.named(args[1]).orElseThrow(), token);
    SampleSettings settings =
        SampleSettings.read(
            Map.of(
                "BAILIWICK_SAMPLE_PORT",
                args[0],
                "BAILIWICK_ISSUER",
                HttpTokens.ISSUER,
                "BAILIWICK_AUDIENCE",
                HttpTokens.AUDIENCE));
    try (SampleServer server = SampleServer.start(settings, verifier, Clock.systemUTC())) {
      System.out.println("port " + server.port());
      while (in.readLine() != null) {
        verifier.forget();
        System.out.println("forgotten");
      }
    }
  }

  /** The adapter's verifier, made anew on demand, and a way past it for the comparison. */
  private static final class Forgetful implements CallerVerifier {
    private final PemKeys keys;
    private final CryptoProvider provider;
    private final Caller unverified;
    private volatile AgentTokenVerifier verifier;

    Forgetful(String pem, CryptoProvider provider, String token) {
      this.keys = PemKeys.parse(pem);
      this.provider = provider;
      this.verifier = make(keys, provider);
      this.unverified = verifier.verify(token);
    }

    void forget() {
      verifier = make(keys, provider);
    }

    @Override
    public Caller verify(String credential) {
      return verify(Presentation.bearer(credential));
    }

    @Override
    public Caller verify(Presentation presentation) {
      return presentation.token().charAt(0) == UNVERIFIED
          ? unverified
          : verifier.verify(presentation);
    }

    @Override
    public List<String> loosened() {
      return List.of("a benchmark's: some tokens are not verified at all");
    }

    private static AgentTokenVerifier make(PemKeys keys, CryptoProvider provider) {
      return AgentTokenVerifier.builder()
          .issuer(HttpTokens.ISSUER, keys)
          .audience(HttpTokens.AUDIENCE)
          .crypto(CryptoChoice.of(provider))
          .build();
    }
  }
}
