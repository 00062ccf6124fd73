/**
 * Tokens that only their owner can use: DPoP (RFC 9449) and client certificates (RFC 8705). A token
 * says what it is bound to; here the request proves that it has it.
 */
@NullMarked
package io.bailiwick.adapter.proof;

import org.jspecify.annotations.NullMarked;
