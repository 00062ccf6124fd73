/** The arrows between the adapter's packages. */
@NullMarked
package io.bailiwick.adapter;

import org.jspecify.annotations.NullMarked;
