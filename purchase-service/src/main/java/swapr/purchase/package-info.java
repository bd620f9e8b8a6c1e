/**
 * Who buys what: orders, payments, and the decisions of the saga.
 *
 * <p>Owns the orders, event-sourced: {@link swapr.purchase.Order} decides, the event log remembers, {@code orders} lists.
 * <br>Publishes {@link swapr.purchase.OrderEvents}, and asks itself for {@link swapr.purchase.PaymentRequests} by work queue.
 * <br>Reacts to listing-service's ListingReserved (then the money is collected) and ReservationRejected (then it is over),
 * and to user-service's UserErased (then the buyer's open orders are cancelled).
 * <br>Calls the {@link swapr.purchase.Bank}, always outside a transaction; whatever was captured too late goes back once.
 * <br>Cancels by itself what is not final after its timeout. Nobody is called, everybody is told.
 */
@NullMarked
package swapr.purchase;

import org.jspecify.annotations.NullMarked;
