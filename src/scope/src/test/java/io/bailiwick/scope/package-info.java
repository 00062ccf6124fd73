/**
 * What the scope language promises, rule by rule ({@code FooTest}) and law by law ({@code
 * FooLawsTest}).
 */
@NullMarked
package io.bailiwick.scope;

import org.jspecify.annotations.NullMarked;
