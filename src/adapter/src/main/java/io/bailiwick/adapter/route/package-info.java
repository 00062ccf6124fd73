/** From a method and a path to the scopes that they require. */
@NullMarked
package io.bailiwick.adapter.route;

import org.jspecify.annotations.NullMarked;
