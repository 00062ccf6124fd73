/** From a token to a {@code Caller}: the one place where a token is believed. */
@NullMarked
package io.bailiwick.adapter.token;

import org.jspecify.annotations.NullMarked;
