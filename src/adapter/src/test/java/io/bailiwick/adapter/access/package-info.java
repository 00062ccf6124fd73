@NullMarked
package io.bailiwick.adapter.access;

import org.jspecify.annotations.NullMarked;
