package io.bailiwick.adapter.hook;

/** The state of connections of which a service keeps none. */
public record NoState() {}
