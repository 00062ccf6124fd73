package io.bailiwick.adapter.access;

/** What becomes of a message that a connection publishes. */
public enum Publication {
  /** It may go into the queue. */
  ACCEPTED,
  /**
   * There is no such queue, and the rules have such messages passed over: it goes nowhere, and its
   * sender is told that it is completed.
   */
  IGNORED
}
