package io.bailiwick.adapter.connect;

/**
 * The one door: finds the credential, verifies, decides by route, scope and binding. Thread-safe.
 */
public final class ConnectGate {
  private ConnectGate() {}

  /** Decides one HTTP request. @throws Refused where it may not pass */
  public Admission admit(ConnectRequest request) {
    throw new UnsupportedOperationException();
  }

  /**
   * Decides a connection to the agent instance that the path names. @throws Refused where it may
   * not be opened
   */
  public AgentConnection open(ConnectRequest request) {
    throw new UnsupportedOperationException();
  }
}
