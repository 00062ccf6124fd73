package io.bailiwick.adapter.connect;

import io.bailiwick.adapter.token.Caller;
import java.util.Optional;

/** A request that may pass. */
public record Admission(Optional<Caller> caller) {}
