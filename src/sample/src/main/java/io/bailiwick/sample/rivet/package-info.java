/**
 * What a {@code rivetkit} client asks of its server, as far as this sample answers it: the
 * metadata, a connection to an actor by its key, and its actions, on the connection and over HTTP.
 * In JSON only; actors have no events and no queues here, and none is found by an id.
 */
@NullMarked
package io.bailiwick.sample.rivet;

import org.jspecify.annotations.NullMarked;
