/**
 * The one door: from a request with a credential to an admission, a live connection or a refusal.
 */
@NullMarked
package io.bailiwick.adapter.connect;

import org.jspecify.annotations.NullMarked;
