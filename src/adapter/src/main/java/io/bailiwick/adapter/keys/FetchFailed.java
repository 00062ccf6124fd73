package io.bailiwick.adapter.keys;

/** An attempt to read keys that came to nothing. */
final class FetchFailed extends Exception {
  private static final long serialVersionUID = 1L;

  private final KeyFailure failure;

  FetchFailed(KeyFailure failure) {
    super(failure.name(), null, false, false);
    this.failure = failure;
  }

  KeyFailure failure() {
    return failure;
  }
}
