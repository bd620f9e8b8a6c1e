/**
 * The checks on the contracts themselves, which hold no Java: that every schema is a valid one and has a sample, that
 * every sample is what its schema says, and that every contract stands in the README's table.
 */
@NullMarked
package swapr.contracts;

import org.jspecify.annotations.NullMarked;
