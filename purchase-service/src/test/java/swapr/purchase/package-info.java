/** Tests of purchase-service, against the real broker, database and sandbox bank. */
@NullMarked
package swapr.purchase;

import org.jspecify.annotations.NullMarked;
