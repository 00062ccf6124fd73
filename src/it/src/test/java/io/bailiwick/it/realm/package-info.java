/** Tests of how the realm's files become one document. */
@NullMarked
package io.bailiwick.it.realm;

import org.jspecify.annotations.NullMarked;
