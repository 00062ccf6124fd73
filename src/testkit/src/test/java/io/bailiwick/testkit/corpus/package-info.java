/**
 * Makes the attack corpus. Whatever it signs is arithmetic written out, not a security provider: so
 * that it can sign what no provider would, and gives the same bytes on every JDK. The keys follow
 * from their names; nobody may trust them.
 */
@NullMarked
package io.bailiwick.testkit.corpus;

import org.jspecify.annotations.NullMarked;
