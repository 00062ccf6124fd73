package io.bailiwick.adapter.connect;

import java.util.UUID;

/**
 * Something that nobody expected, logged under an id. Only where it happened is logged: messages of
 * exceptions may quote what they choked on, and that may be a token.
 */
final class Incident {
  private static final System.Logger LOG = System.getLogger(ConnectGate.class.getName());
  private static final int MAX_CAUSES = 8;

  private Incident() {}

  /** Logs it, and returns its id. */
  static String log(Throwable unexpected) {
    String id = UUID.randomUUID().toString();
    StringBuilder text = new StringBuilder("Refused with an internal error, incident ").append(id);
    Throwable cause = unexpected;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      text.append(System.lineSeparator()).append(i == 0 ? "" : "Caused by ");
      text.append(cause.getClass().getName());
      for (StackTraceElement frame : cause.getStackTrace()) {
        text.append(System.lineSeparator()).append("  at ").append(frame);
      }
      cause = cause.getCause();
    }
    LOG.log(System.Logger.Level.ERROR, text.toString());
    return id;
  }
}
