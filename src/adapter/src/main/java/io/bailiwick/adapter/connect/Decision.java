package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.token.TokenRejected;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One decision of the gate, safe to log: nothing of a credential, no path as sent, and no control
 * characters.
 *
 * @param method the HTTP method, or {@code CONNECT} for a connection to an agent; {@code ?} where
 *     it is none
 * @param route the pattern of the route; empty where it is unmapped
 * @param subject whom the token speaks of; empty where none was verified
 * @param client the client that the token was issued to
 * @param refused the code of the refusal; empty where it was admitted
 * @param rejected why its token was not believed; empty where it was, where there was none, and
 *     where that could not be told. Says more than callers are told
 * @param incident under which id an unexpected error was logged
 */
public record Decision(
    String method,
    Optional<String> route,
    Optional<String> subject,
    Optional<String> client,
    Optional<Refusal.Code> refused,
    Optional<TokenRejected.Reason> rejected,
    Optional<String> incident) {

  private static final int MAX_TEXT = 256;

  /** As registered ones are (RFC 9110, 16.1.2); a credential in its place is not. */
  private static final Pattern METHOD = Pattern.compile("[A-Z_-]{1,24}");

  public Decision {
    // stands bare in the line, so it must not be able to look like more of it
    method = METHOD.matcher(method).matches() ? method : "?";
    route = route.map(Decision::printable);
    subject = subject.map(Decision::printable);
    client = client.map(Decision::printable);
  }

  public boolean admitted() {
    return refused.isEmpty();
  }

  /** One line, without a line break whatever the caller sent. */
  public String line() {
    return method
        + " "
        + route.orElse("(unmapped)")
        + subject.map(text -> " sub=\"" + text + "\"").orElse("")
        + client.map(text -> " client=\"" + text + "\"").orElse("")
        + " "
        + refused.map(code -> "refused: " + code.text()).orElse("admitted")
        + rejected.map(why -> " (" + why.name().toLowerCase(Locale.ROOT) + ")").orElse("")
        + incident.map(id -> " incident=" + id).orElse("");
  }

  /** What may break a line, turn its order or end a quoted text is shown as a question mark. */
  private static String printable(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints().limit(MAX_TEXT).map(c -> isPlain(c) ? c : '?').forEach(safe::appendCodePoint);
    return safe.toString();
  }

  private static boolean isPlain(int codePoint) {
    if (codePoint == '"' || codePoint == '\\') {
      return false;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
