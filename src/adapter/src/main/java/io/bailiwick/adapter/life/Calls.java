package io.bailiwick.adapter.life;

import java.lang.System.Logger.Level;

/** Calls to what others have written. */
final class Calls {
  private static final System.Logger LOG = System.getLogger(ConnectionRegistry.class.getName());

  private Calls() {}

  /**
   * What it throws is logged and passed over: by its class, and where it was thrown, since messages
   * may quote what they choked on.
   */
  static void quietly(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error e) {
      StackTraceElement[] trace = e.getStackTrace();
      LOG.log(
          Level.WARNING,
          "A call about a connection threw "
              + e.getClass().getName()
              + (trace.length == 0 ? "" : " at " + trace[0]));
    }
  }
}
