/** Tests of the life of connections. */
@NullMarked
package io.bailiwick.adapter.life;

import org.jspecify.annotations.NullMarked;
