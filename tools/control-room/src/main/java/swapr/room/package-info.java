/**
 * The control room: a page that shows the running marketplace. It is a process of its own, without Spring, so that it
 * still answers while any other process is away.
 *
 * <pre>
 * Kafka ── RecordReader ─┐
 * Kafka ── OffsetFollower┤
 * services ── Probes ────┼── Collector ── Updates ── one queue for each Viewer ── RoomServer ── the page
 * services ── Choreography
 *
 * services, bank, mail ── Services ── Lookup, DeadLetters, Balance ── RoomServer ── the page, on a click
 * ./swapr faults ── FaultProcess ── Faults ── RoomServer ── the page, on a click
 * </pre>
 *
 * <p>Read in this order: {@code ControlRoom} (start), {@code Settings} and {@code Site} (local or containers), {@code
 * RoomServer}, {@code RequestRules}, {@code Routes}, {@code Access} and {@code SessionCookie} (who may enter), {@code
 * Updates} (the stream), {@code Collector} and {@code RecordUpdate} (its content), {@code RecordReader}, {@code
 * PendingReads}, {@code OffsetFollower}, {@code GroupOffsets} and {@code Lag} (Kafka), {@code Probes} and {@code
 * Operator} (services), {@code Lookup}, {@code Journey}, {@code JourneyMessage} and {@code Effects} (one journey),
 * {@code TopicFigures} and {@code OffsetHistory} (topics), {@code DeadLetters}, {@code Balance}, {@code BalanceSheet}
 * and {@code MoneyTotals}, {@code Faults}, {@code FaultProcesses} and {@code FaultProcess}.
 */
@NullMarked
package swapr.room;

import org.jspecify.annotations.NullMarked;
