@NullMarked
package swapr.workshop;

import org.jspecify.annotations.NullMarked;
