-- Each case contradicts an invariant, and the named invariant must break. The test rolls each case back.

-- I1 a second confirmed order for a listing
insert into purchase.orders (order_id, buyer_id, listing_id, status, version, price, deadline, idempotency_key,
  request_hash)
select uuidv7(), buyer_id, listing_id, status, version, price, deadline, 'another', ''
from purchase.orders where status = 'CONFIRMED';

-- I2 a sold listing without an order
insert into listing.listings
select uuidv7(), seller_id, 'Pair 9', brand, size, condition, description, amount, currency, 'SOLD', null, created_at, 1
from listing.listings;

-- I2 a confirmed order whose listing is for sale
update listing.listings set status = 'AVAILABLE';

-- I3 a confirmed order without a payment
delete from observed.ledger where order_id = '00000000-0000-0000-0000-000000000011';

-- I3 charged twice
insert into observed.ledger select * from observed.ledger where order_id = '00000000-0000-0000-0000-000000000011';

-- I3 charged another amount
update observed.ledger set amount = 89.99 where order_id = '00000000-0000-0000-0000-000000000011';

-- I3 confirmed and refunded
insert into observed.ledger
select at, 'REFUNDED', payment_id, order_id, amount, currency from observed.ledger
where order_id = '00000000-0000-0000-0000-000000000011';

-- I4 canceled without a refund
delete from observed.ledger where type = 'REFUNDED';

-- I4 canceled with a remaining reservation
update listing.listings set status = 'RESERVED', order_id = '00000000-0000-0000-0000-000000000010';

-- I5 refunded twice by the bank
insert into observed.ledger select * from observed.ledger where type = 'REFUNDED';

-- I5 released twice
select tell('listing', 'listing-events', 'ListingReleased', 'listing:00000000-0000-0000-0000-000000000001', 7,
  '{"order_id":"00000000-0000-0000-0000-000000000010"}');

-- I6 an order that is open after its deadline
update purchase.orders
set status = 'RESERVED', reason = null, deadline = (select at from observed.taken) - interval '61 seconds'
where status = 'CANCELLED';

-- I7 confirmed without a payment
delete from purchase.event_log where event_type = 'PaymentApproved' and aggregate_id like '%11';

-- I7 a gap in the versions
update purchase.event_log set aggregate_version = 9 where event_type = 'OrderConfirmed';

-- I7 canceled after the confirmation
select tell('purchase', 'purchase-events', 'OrderCancelled', 'order:00000000-0000-0000-0000-000000000011', 5, '{}');

-- I8 an acknowledged order that does not exist
delete from purchase.orders where idempotency_key = 'key-1';

-- I8 an acknowledged listing that does not exist
insert into observed.history values ('LIST', 'Pair 7', 'ada@x', 'ACKNOWLEDGED', 201, uuidv7()::text, 30, 31, 1);

-- I8 one key with two responses
insert into observed.history values ('ORDER', 'key-1', 'bob@x', 'ACKNOWLEDGED', 202, uuidv7()::text, 30, 31, 1);

-- I8 one key with two orders
insert into purchase.orders (order_id, buyer_id, listing_id, status, reason, version, price, deadline, idempotency_key,
  request_hash)
select uuidv7(), uuidv7(), listing_id, status, reason, version, price, deadline, idempotency_key, ''
from purchase.orders where status = 'CANCELLED';

-- I8 an unknown outcome with two listings
insert into listing.listings
select uuidv7(), seller_id, 'Pair 2', brand, size, condition, description, amount, currency, 'AVAILABLE', null,
  created_at, 1
from listing.listings, generate_series(1, 2);

-- I9 a refused order that exists
update purchase.orders set idempotency_key = 'key-2' where idempotency_key = 'key-0';

-- I10 the bank captured more than the orders cost
insert into observed.ledger values (now(), 'CAPTURED', uuidv7(), uuidv7(), 0.01, 'USD');

-- I11 a seller who buys their own listing
update purchase.orders set buyer_id = '00000000-0000-0000-0000-0000000000aa' where status = 'CONFIRMED';

-- I11 another price than the reserved one
update purchase.orders set price = 80 where status = 'CONFIRMED';

-- I12 committed but not sent
delete from observed.records where event_type = 'OrderConfirmed';

-- I13 sent but not committed
insert into observed.records
values ('purchase-events', 0, 900, 'order:9', 'd', uuidv7(), 'OrderPlaced', 1, 'order:9', 1, 'c', false, 1);

-- I14 two events in the wrong order
update observed.records set off = case event_type when 'PaymentApproved' then 801 else 800 end
where event_type in ('PaymentApproved', 'OrderConfirmed') and key like '%11';

-- I14 a missing version
delete from observed.records where event_type = 'OrderReserved' and key like '%11';

-- I14b two facts with one version
select tell('listing', 'listing-events', 'ListingSold', 'listing:00000000-0000-0000-0000-000000000001', 5, '{}', 1,
  fact, fact)
from (select uuidv7() as fact) f;

-- I14b a fact without one of its schema versions
delete from listing.event_log where event_type = 'PriceReduced' and schema_version = 2;

-- I15 the same id with other bytes
insert into observed.records
select topic, part, 900, key, 'other', event_id, event_type, schema_version, aggregate_id, aggregate_version,
  correlation_id, dlq, 1
from observed.records where event_type = 'OrderConfirmed';

-- I15 other bytes than the committed event
update observed.records set digest = 'other' where event_type = 'OrderConfirmed';

-- I16 a key in two partitions
update observed.records set part = 1 where event_type = 'OrderConfirmed';

-- I17 a row in an outbox
insert into purchase.outbox (event) select position from purchase.event_log limit 1;

-- I17 a row in an outbox of dead letters
insert into analytics.dead_letter_outbox (dead_letter) select id from analytics.dead_letters limit 1;

-- I17 an unexplained duplicate
insert into observed.records
select topic, part, 900, key, digest, event_id, event_type, schema_version, aggregate_id, aggregate_version,
  correlation_id, dlq, 1
from observed.records where event_type = 'OrderConfirmed';

-- I18 a table with a higher version than its log
update listing.listings set version = version + 1;

-- I18 a log with a higher version than its table
update purchase.orders set version = version - 1 where status = 'CONFIRMED';

-- I19 an event that a consumer missed
delete from listing.processed_events where event_type = 'OrderConfirmed';

-- I19 applied and parked
insert into listing.dead_letters (consumer, topic, record_partition, record_offset, sequence_key, header_names,
  header_values, event_id, attempts, status)
select consumer, 'purchase-events', 0, 1, 'k', '{}', '{}', event_id, 1, 'PARKED'
from listing.processed_events where event_type = 'OrderConfirmed';

-- I19 parked without a dead letter
update listing.processed_events set outcome = 'parked' where event_type = 'OrderConfirmed';

-- I19 discarded and parked
update analytics.dead_letters set status = 'PARKED' where status = 'DISCARDED';

-- I20 applied in the wrong order
update listing.processed_events set processed_at = now() - interval '1 hour' where event_type = 'OrderConfirmed';

-- I21 an offset committed behind an event that was not handled
delete from analytics.processed_events where event_type = 'OrderPlaced';

-- I22 applied behind a parked event of the same key
insert into listing.dead_letters (consumer, topic, record_partition, record_offset, sequence_key, header_names,
  header_values, event_id, attempts, status)
select 'listing-service', 'purchase-events', 0, 1, aggregate_id, '{}', '{}', event_id, 1, 'PARKED'
from log where event_type = 'OrderPlaced' and aggregate_id like '%11';

-- I23 a malformed record that was not parked
insert into observed.injected values ('purchase-events', 0, 950, true, false, md5('rubbish'));

-- I23 a malformed record that was parked with other bytes
insert into observed.injected values ('user-events', 0, 950, true, false, md5('rubbish'));
insert into listing.dead_letters (consumer, topic, record_partition, record_offset, sequence_key, record_value,
  header_names, header_values, attempts, status)
values ('listing-service', 'user-events', 0, 950, 'k', 'rubbis', '{}', '{}', 1, 'PARKED');

-- I24 too many attempts
insert into listing.dead_letters (consumer, topic, record_partition, record_offset, sequence_key, header_names,
  header_values, attempts, status)
values ('listing-service', 'user-events', 0, 950, 'k', '{}', '{}', 201, 'PARKED');

-- I24 headers that are too large
insert into observed.records
values ('user-events.listing-service.dlq', 0, 1, 'k', 'd', null, null, null, null, null, null, true, 4097);

-- I25 a dropped event with an unknown schema version
insert into observed.injected values ('user-events', 0, 950, false, true, md5('v99'));
insert into observed.records
values ('user-events', 0, 950, 'k', md5('v99'), uuidv7(), 'UserRegistered', 99, 'k', 1, 'c', false, 1);

-- I26 a count that is too low by one
delete from analytics.facts
where event_id = (select min(event_id::text)::uuid from analytics.facts where fact = 'ORDER_PLACED')
  and fact = 'ORDER_PLACED';

-- I26 an amount that is too high by a cent
update analytics.facts set amount = amount + 0.01 where fact = 'ORDER_CONFIRMED';

-- I26b a fact that was counted twice
update analytics.fact_counts set count = count + 1 where fact = 'ORDER_CONFIRMED';

-- I26b a fact that was never counted
delete from analytics.uncounted_facts where position = (select min(position) from analytics.uncounted_facts);

-- I27 a sold listing that is available in the index
update listing.listing_search set status = 'AVAILABLE';

-- I27 a listing that is missing in the index
delete from listing.listing_search;

-- I29 a sent e-mail that is not in the mailbox
delete from observed.mail;

-- I29b an e-mail that was sent twice
insert into observed.mail select * from observed.mail;

-- I29b an e-mail without a notification
insert into observed.mail values ('stranger@swapr.local', 'bob@x', 'Hello');

-- I20b an order that was reserved and rejected
select tell('listing', 'listing-events', 'ReservationRejected', 'listing:1', 7,
  '{"order_id":"00000000-0000-0000-0000-000000000011"}');

-- I22b parked because of an outage of the database
insert into listing.dead_letters (consumer, topic, record_partition, record_offset, sequence_key, header_names,
  header_values, event_id, attempts, status, exception)
select 'listing-service', 'purchase-events', 0, 999, 'x', '{}', '{}', uuidv7(), 4, 'PARKED',
  'org.springframework.jdbc.CannotGetJdbcConnectionException';

-- I30 a second notification for the same event
insert into notification.notifications
select uuidv7(), user_id, kind, subject, text, status, created_at, correlation_id, version
from notification.notifications;

-- I28 a rebuild without one row
update observed.rebuilds set rows = 0, digest = 'e' where times = 1;

-- I28 two equal rebuilds that differ from the original
update observed.rebuilds set digest = 'e' where times > 0;

-- I31 a read of the version before an acknowledged price reduction
update observed.history set version = 1 where key = 'Look 2';

-- I31 a read of an older version than the read before it
insert into observed.history values
  ('LOOK', 'Look 3', '', 'ACKNOWLEDGED', 200, '00000000-0000-0000-0000-000000000001', 21, 22, 4),
  ('LOOK', 'Look 4', '', 'ACKNOWLEDGED', 200, '00000000-0000-0000-0000-000000000001', 23, 24, 3);
