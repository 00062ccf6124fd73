package io.bailiwick.bench.sockets;

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
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The sample agent service in a process of its own, told over standard input: the key, one good
 * token, and then a word a line: {@code state} tells its heap and threads, {@code forget} forgets
 * the tokens that it saw.
 */
public final class SocketServer {
  /** The service as it ships. */
  static final String SHIPPED = "shipped";

  /** With a verifier that forgets on demand, and takes some tokens unread. */
  static final String FORGETFUL = "forgetful";

  /** A good token whose first letter is this one, where it would be {@code e}, is not verified. */
  static final char UNVERIFIED = 'o';

  static final String SECRET = "the-secret-of-the-benchmark";

  /** Held, since the log system forgets the level of a logger that nobody holds. */
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  private static final String MANY = "1000000";
  private static final String MOST_A_MINUTE = "1000000";

  private SocketServer() {}

  /**
   * @param args which of the two, the issuer, and the port
   */
  public static void main(String[] args) throws IOException {
    JETTY.setLevel(Level.WARNING);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    PemKeys keys = PemKeys.parse(in.readLine());
    String token = in.readLine();
    Forgetful verifier = new Forgetful(args[1], keys, token);
    SampleSettings settings = settings(args[1], args[2]);
    try (SampleServer server =
        args[0].equals(SHIPPED)
            ? SampleServer.start(settings, keys, Clock.systemUTC())
            : SampleServer.start(settings, verifier, Clock.systemUTC())) {
      System.out.println("port " + server.port());
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("forget")) {
          verifier.forget();
        }
        System.out.println("state " + state());
      }
    }
  }

  private static SampleSettings settings(String issuer, String port) {
    return SampleSettings.read(
        Map.of(
            "BAILIWICK_SAMPLE_PORT",
            port,
            "BAILIWICK_ISSUER",
            issuer,
            "BAILIWICK_AUDIENCE",
            SocketTokens.AUDIENCE,
            "BAILIWICK_CLIENT_SECRET",
            SECRET,
            "BAILIWICK_CONNECTIONS_PER_CALLER",
            MANY,
            "BAILIWICK_CONNECTIONS_PER_AGENT",
            MANY,
            // one caller from one address opens them all, as fast as it goes
            "BAILIWICK_ATTEMPTS_PER_CALLER",
            MOST_A_MINUTE,
            "BAILIWICK_ATTEMPTS_PER_AGENT",
            MOST_A_MINUTE,
            "BAILIWICK_ATTEMPTS_PER_ADDRESS",
            MOST_A_MINUTE));
  }

  /** Bytes of the heap that are in use after a collection, and how many threads there are. */
  private static String state() {
    // the second one for what the first has made collectable
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
        + " "
        + ManagementFactory.getThreadMXBean().getThreadCount();
  }

  /** The adapter's verifier, made anew on demand, and a way past it for the comparison. */
  private static final class Forgetful implements CallerVerifier {
    private final String issuer;
    private final PemKeys keys;
    private final Caller unverified;
    private volatile AgentTokenVerifier verifier;

    Forgetful(String issuer, PemKeys keys, String token) {
      this.issuer = issuer;
      this.keys = keys;
      this.verifier = make();
      this.unverified = verifier.verify(token);
    }

    void forget() {
      verifier = make();
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

    private AgentTokenVerifier make() {
      return AgentTokenVerifier.builder()
          .issuer(issuer, keys)
          .audience(SocketTokens.AUDIENCE)
          .build();
    }
  }
}
