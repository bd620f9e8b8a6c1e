/**
 * The checks of the contracts, which contain no Java. Every schema is valid and has a sample. Every sample matches its
 * schema. Every contract has a row in the README's table.
 */
@NullMarked
package swapr.contracts;

import org.jspecify.annotations.NullMarked;
