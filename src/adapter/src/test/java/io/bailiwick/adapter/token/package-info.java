/** What is believed, and everything that is not. */
@NullMarked
package io.bailiwick.adapter.token;

import org.jspecify.annotations.NullMarked;
