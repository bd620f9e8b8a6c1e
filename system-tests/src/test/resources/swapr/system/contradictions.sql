-- Each of these plants what must never be; the invariant it is named for has to notice. They are rolled back.

-- I1 a second confirmed order for a listing
insert into purchase.orders (order_id, buyer_id, listing_id, status, version, price, deadline, idempotency_key, request_hash)
select uuidv7(), buyer_id, listing_id, status, version, price, deadline, 'another', '' from purchase.orders where status = 'CONFIRMED';

-- I2 a listing sold to nobody
insert into listing.listings select uuidv7(), seller_id, 'Pair 9', brand, size, condition, description, amount, currency, 'SOLD', null, created_at, 1 from listing.listings;

-- I2 a confirmed order whose listing is for sale
update listing.listings set status = 'AVAILABLE';

-- I3 a confirmed order that nobody paid for
delete from seen.ledger where order_id = '00000000-0000-0000-0000-000000000011';

-- I3 charged twice
insert into seen.ledger select * from seen.ledger where order_id = '00000000-0000-0000-0000-000000000011';

-- I3 charged something else
update seen.ledger set amount = 89.99 where order_id = '00000000-0000-0000-0000-000000000011';

-- I3 confirmed, and the money went back
insert into seen.ledger select at, 'REFUNDED', payment_id, order_id, amount, currency from seen.ledger where order_id = '00000000-0000-0000-0000-000000000011';

-- I4 cancelled, and the money was kept
delete from seen.ledger where type = 'REFUNDED';

-- I4 cancelled, and the listing still reserved for it
update listing.listings set status = 'RESERVED', order_id = '00000000-0000-0000-0000-000000000010';

-- I5 refunded twice by the bank
insert into seen.ledger select * from seen.ledger where type = 'REFUNDED';

-- I5 released twice
select tell('listing', 'listing-events', 'ListingReleased', 'listing:00000000-0000-0000-0000-000000000001', 7, '{"order_id":"00000000-0000-0000-0000-000000000010"}');

-- I6 an order that nobody finished
update purchase.orders set status = 'RESERVED', reason = null, deadline = (select at from seen.taken) - interval '61 seconds' where status = 'CANCELLED';

-- I7 confirmed without a payment
delete from purchase.event_log where event_type = 'PaymentApproved' and aggregate_id like '%11';

-- I7 a gap in the numbers
update purchase.event_log set aggregate_version = 9 where event_type = 'OrderConfirmed';

-- I7 cancelled after it was confirmed
select tell('purchase', 'purchase-events', 'OrderCancelled', 'order:00000000-0000-0000-0000-000000000011', 5, '{}');

-- I8 an acknowledged order that is not there
delete from purchase.orders where idempotency_key = 'key-1';

-- I8 an acknowledged listing that is not there
insert into seen.history values ('LIST', 'Pair 7', 'ada@x', 'ACKNOWLEDGED', 201, uuidv7()::text, 30, 31, 1);

-- I8 one key, two answers
insert into seen.history values ('ORDER', 'key-1', 'bob@x', 'ACKNOWLEDGED', 202, uuidv7()::text, 30, 31, 1);

-- I8 one key, two orders
insert into purchase.orders (order_id, buyer_id, listing_id, status, reason, version, price, deadline, idempotency_key, request_hash)
select uuidv7(), uuidv7(), listing_id, status, reason, version, price, deadline, idempotency_key, '' from purchase.orders where status = 'CANCELLED';

-- I8 nobody knew, and it is there twice
insert into listing.listings select uuidv7(), seller_id, 'Pair 2', brand, size, condition, description, amount, currency, 'AVAILABLE', null, created_at, 1
from listing.listings, generate_series(1, 2);

-- I9 refused, and placed
update purchase.orders set idempotency_key = 'key-2' where idempotency_key = 'key-0';

-- I10 the bank has more than the orders cost
insert into seen.ledger values (now(), 'CAPTURED', uuidv7(), uuidv7(), 0.01, 'USD');

-- I11 bought by its seller
update purchase.orders set buyer_id = '00000000-0000-0000-0000-0000000000aa' where status = 'CONFIRMED';

-- I11 paid another price than the one reserved
update purchase.orders set price = 80 where status = 'CONFIRMED';

-- I12 committed, and never sent
delete from seen.records where event_type = 'OrderConfirmed';

-- I13 sent, and never committed
insert into seen.records values ('purchase-events', 0, 900, 'order:9', 'd', uuidv7(), 'OrderPlaced', 1, 'order:9', 1, 'c', false, 1);

-- I14 two events changed places
update seen.records set off = case event_type when 'PaymentApproved' then 801 else 800 end where event_type in ('PaymentApproved', 'OrderConfirmed') and key like '%11';

-- I14 a version is missing between two
delete from seen.records where event_type = 'OrderReserved' and key like '%11';

-- I15 the same id with other bytes
insert into seen.records select topic, part, 900, key, 'other', event_id, event_type, schema_version, aggregate_id, aggregate_version, correlation_id, dlq, 1
from seen.records where event_type = 'OrderConfirmed';

-- I15 other bytes than were committed
update seen.records set digest = 'other' where event_type = 'OrderConfirmed';

-- I16 a key on two partitions
update seen.records set part = 1 where event_type = 'OrderConfirmed';

-- I17 something left in an outbox
insert into purchase.outbox (event) select position from purchase.event_log limit 1;

-- I17 something left in an outbox of dead letters
insert into analytics.dead_letter_outbox (dead_letter) select id from analytics.dead_letters limit 1;

-- I17 sent twice, and nothing explains it
insert into seen.records select topic, part, 900, key, digest, event_id, event_type, schema_version, aggregate_id, aggregate_version, correlation_id, dlq, 1
from seen.records where event_type = 'OrderConfirmed';

-- I18 a table ahead of its log
update listing.listings set version = version + 1;

-- I18 a log ahead of its table
update purchase.orders set version = version - 1 where status = 'CONFIRMED';

-- I19 an event that a consumer missed
delete from listing.processed_events where event_type = 'OrderConfirmed';

-- I19 applied, and parked as well
insert into listing.dead_letters (consumer, topic, record_partition, record_offset, sequence_key, header_names, header_values, event_id, attempts, status)
select consumer, 'purchase-events', 0, 1, 'k', '{}', '{}', event_id, 1, 'PARKED' from listing.processed_events where event_type = 'OrderConfirmed';

-- I19 noted as parked, and not to be found
update listing.processed_events set outcome = 'parked' where event_type = 'OrderConfirmed';

-- I19 discarded, and still parked
update analytics.dead_letters set status = 'PARKED' where status = 'DISCARDED';

-- I20 applied in the wrong order
update listing.processed_events set processed_at = now() - interval '1 hour' where event_type = 'OrderConfirmed';

-- I21 committed past an event that was never dealt with
delete from analytics.processed_events where event_type = 'OrderPlaced';

-- I22 applied past a parked event of the same key
insert into listing.dead_letters (consumer, topic, record_partition, record_offset, sequence_key, header_names, header_values, event_id, attempts, status)
select 'listing-service', 'purchase-events', 0, 1, aggregate_id, '{}', '{}', event_id, 1, 'PARKED' from log where event_type = 'OrderPlaced' and aggregate_id like '%11';

-- I23 rubbish that nobody kept
insert into seen.injected values ('purchase-events', 0, 950, true, false, md5('rubbish'));

-- I23 rubbish that was kept with other bytes
insert into seen.injected values ('user-events', 0, 950, true, false, md5('rubbish'));
insert into listing.dead_letters (consumer, topic, record_partition, record_offset, sequence_key, record_value, header_names, header_values, attempts, status)
values ('listing-service', 'user-events', 0, 950, 'k', 'rubbis', '{}', '{}', 1, 'PARKED');

-- I24 tried for ever
insert into listing.dead_letters (consumer, topic, record_partition, record_offset, sequence_key, header_names, header_values, attempts, status)
values ('listing-service', 'user-events', 0, 950, 'k', '{}', '{}', 201, 'PARKED');

-- I24 headers that have grown
insert into seen.records values ('user-events.listing-service.dlq', 0, 1, 'k', 'd', null, null, null, null, null, null, true, 4097);

-- I25 a version from the future, dropped
insert into seen.injected values ('user-events', 0, 950, false, true, md5('v99'));
insert into seen.records values ('user-events', 0, 950, 'k', md5('v99'), uuidv7(), 'UserRegistered', 99, 'k', 1, 'c', false, 1);

-- I26 a count that is off by one
delete from analytics.facts where fact = 'ORDER_PLACED' and event_id = (select min(event_id::text)::uuid from analytics.facts where fact = 'ORDER_PLACED');

-- I26 a cent too much
update analytics.facts set amount = amount + 0.01 where fact = 'ORDER_CONFIRMED';

-- I27 found as available, and sold
update listing.listing_search set status = 'AVAILABLE';

-- I27 not to be found at all
delete from listing.listing_search;

-- I29 sent, it says
delete from seen.mail;

-- I29b told twice
insert into seen.mail select * from seen.mail;

-- I29b told to nobody we know of
insert into seen.mail values ('stranger@swapr.local', 'bob@x', 'Hello');

-- I20b an order that was answered twice
select tell('listing', 'listing-events', 'ReservationRejected', 'listing:1', 7, '{"order_id":"00000000-0000-0000-0000-000000000011"}');

-- I22b parked because the database was away
insert into listing.dead_letters (consumer, topic, record_partition, record_offset, sequence_key, header_names, header_values, event_id, attempts, status, exception)
select 'listing-service', 'purchase-events', 0, 999, 'x', '{}', '{}', uuidv7(), 4, 'PARKED', 'org.springframework.jdbc.CannotGetJdbcConnectionException';

-- I30 somebody was told twice of the same thing
insert into notification.notifications select uuidv7(), user_id, kind, subject, text, status, created_at, correlation_id, version from notification.notifications;

-- I28 a rebuild that forgets a row
update seen.rebuilds set rows = 0, digest = 'e' where times = 1;

-- I28 two rebuilds alike, and not what was there before
update seen.rebuilds set digest = 'e' where times > 0;

-- I31 a look at a listing that shows the price before the reduction
update seen.history set version = 1 where key = 'Look 2';

-- I31 a look that goes back behind another look
insert into seen.history values
  ('LOOK', 'Look 3', '', 'ACKNOWLEDGED', 200, '00000000-0000-0000-0000-000000000001', 21, 22, 4),
  ('LOOK', 'Look 4', '', 'ACKNOWLEDGED', 200, '00000000-0000-0000-0000-000000000001', 23, 24, 3);
