@NullMarked
package io.bailiwick.adapter.feed;

import org.jspecify.annotations.NullMarked;
