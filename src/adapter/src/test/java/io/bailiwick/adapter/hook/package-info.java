@NullMarked
package io.bailiwick.adapter.hook;

import org.jspecify.annotations.NullMarked;
