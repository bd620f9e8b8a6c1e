/**
 * Orders, payments and the decisions of the saga.
 *
 * <p>Owns the orders, which are event-sourced: {@link swapr.purchase.Order} decides, the event log stores the events,
 * the table {@code orders} lists the orders.
 * <br>Publishes {@link swapr.purchase.OrderEvents}, and sends itself {@link swapr.purchase.PaymentRequests} commands
 * over a work queue.
 * <br>Reacts to ListingReserved of listing-service (charges the buyer), ReservationRejected of listing-service (cancels
 * the order), and UserErased of user-service (cancels the open orders of the buyer).
 * <br>Calls the {@link swapr.purchase.Bank}, always outside a transaction. Money captured after a cancellation is
 * refunded exactly once.
 * <br>Cancels each order that is not final at its deadline. Other services are not called; they react to the events.
 */
@NullMarked
package swapr.purchase;

import org.jspecify.annotations.NullMarked;
