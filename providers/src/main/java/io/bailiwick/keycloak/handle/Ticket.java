package io.bailiwick.keycloak.handle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.ClientModel;

/**
 * A ticket's text: {@value #PREFIX} and 256 random bits in base64url. Whoever has it and is the
 * agent service can redeem it, so it is never kept, logged or printed.
 */
final class Ticket {
  static final String PREFIX = "bwt_";
  private static final int BYTES = 32;
  private static final Pattern TEXT = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
  private static final String STORED_AS = "bailiwick.ticket.";

  private final String text;

  private Ticket(String text) {
    this.text = text;
  }

  /** A new one, from the server's source of secrets. */
  static Ticket random() {
    return new Ticket(PREFIX + encode(SecretGenerator.getInstance().randomBytes(BYTES)));
  }

  /** Empty where the text is none that was ever made. */
  static Optional<Ticket> parse(String text) {
    return TEXT.matcher(text).matches() ? Optional.of(new Ticket(text)) : Optional.empty();
  }

  /** To be handed to whoever asked for it, and to nobody else. */
  String text() {
    return text;
  }

  /**
   * What it is kept under: a hash of service and ticket, so that another service can't find it, let
   * alone use it up. Internal ids have one length, so the two can't run into each other.
   */
  String keyAt(ClientModel service) {
    byte[] both = (service.getId() + "\n" + text).getBytes(StandardCharsets.UTF_8);
    try {
      return STORED_AS + encode(MessageDigest.getInstance("SHA-256").digest(both));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "Ticket[***]";
  }
}
