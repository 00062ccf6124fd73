package io.bailiwick.sample;

import io.bailiwick.adapter.keys.JwksUrl;
import io.bailiwick.adapter.keys.KeySources;
import io.bailiwick.adapter.token.SecurityKey;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs the sample agent service until it is stopped. */
public final class Main {
  /** Held, since the log system forgets the level of a logger that nobody holds. */
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    JETTY.setLevel(Level.WARNING);
    try {
      run(SampleSettings.ofProcess());
    } catch (IllegalArgumentException | UncheckedIOException e) {
      // what it was told can't be used, and the message says which and never shows a key
      System.err.println("The sample agent service does not start: " + e.getMessage());
      System.exit(2);
    }
  }

  private static void run(SampleSettings settings) throws InterruptedException {
    try (SampleServer server = start(settings)) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "sample-stop"));
      tell(settings, server, System.out);
      server.join();
    }
  }

  private static SampleServer start(SampleSettings settings) {
    String securityKey = System.getenv("BAILIWICK_SECURITY_KEY");
    if (securityKey != null) {
      return SampleServer.start(
          settings, SecurityKey.forDevelopment(securityKey), Clock.systemUTC());
    }
    return SampleServer.start(
        settings,
        KeySources.fromEnvironment(System.getenv())
            .orElseGet(() -> JwksUrl.ofIssuer(settings.issuer()).build()),
        Clock.systemUTC());
  }

  static void tell(SampleSettings settings, SampleServer server, PrintStream out) {
    out.println("Sample agent service at " + server.uri());
    out.println("  audience " + settings.audience() + ", resource " + server.resource());
    out.println("  issuer   " + settings.issuer());
    out.println("Routes and what each requires:");
    server.routes().forEach(line -> out.println("  " + line));
    out.println("How often who may try:");
    server.limits().forEach(line -> out.println("  " + line));
    out.println("Signatures and who verifies them:");
    server.signatures().forEach(line -> out.println("  " + line));
    List<String> loosened = server.loosened();
    out.println(
        loosened.isEmpty() ? "No setting loosens a check." : "Settings that loosen a check:");
    loosened.forEach(line -> out.println("  " + line));
    if (settings.dpop() != SampleSettings.Dpop.OFF) {
      out.println(
          settings.dpop() == SampleSettings.Dpop.REQUIRED
              ? "Only tokens that are bound to a DPoP key are taken."
              : "Tokens that are bound to a DPoP key are taken beside bearer tokens.");
    }
    if (settings.connections().feed() != SampleSettings.Feed.OFF) {
      out.println("What the issuer revokes is followed by its feed.");
    }
    if (settings.clients() != SampleSettings.Clients.STANDARD) {
      out.println("Sockets are for clients of this kind: " + settings.clients().preset().name());
    }
    settings
        .client()
        .ifPresent(
            client ->
                out.println(
                    "Tickets in a socket's URL are redeemed as client " + settings.audience()));
    out.println(
        settings.allowedOrigins().isEmpty()
            ? "No page of another origin may read answers."
            : "Pages of these origins may read answers: "
                + String.join(", ", settings.allowedOrigins()));
  }
}
