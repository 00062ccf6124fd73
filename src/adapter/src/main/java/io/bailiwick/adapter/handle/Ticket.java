package io.bailiwick.adapter.handle;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A ticket as it came: {@code bwt_} and 43 characters of base64url, 256 bits. Good for one
 * connection, within seconds. Nothing is known of it but its form. Immutable; never written out.
 */
public final class Ticket {
  private static final String PREFIX = "bwt_";

  /** The last of 43 characters has two bits that mean nothing, and they are zero. */
  private static final Pattern FORM = Pattern.compile("bwt_[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]");

  private final String text;

  private Ticket(String text) {
    this.text = text;
  }

  /** The ticket; empty where the text has not the form of one, so that nobody need be asked. */
  public static Optional<Ticket> of(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new Ticket(text)) : Optional.empty();
  }

  /** Whether it says that it is one: no token starts so. */
  public static boolean isMeant(String text) {
    return text.startsWith(PREFIX);
  }

  /** The secret itself, for nobody but who redeems it. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return "Ticket";
  }
}
