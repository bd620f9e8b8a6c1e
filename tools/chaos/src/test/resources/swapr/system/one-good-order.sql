-- A correct history of one listing, one confirmed order, and one order that is canceled after its charge.

create sequence ticks;

-- Publishes an event: inserts it into the log and the topic, and as applied into the inbox of each consumer. An event
-- with a fact is one of the schema versions 1 and 2 of this fact. The event that has the id of its fact is the older
-- one.
create function tell(service text, topic text, type text, key text, version int, payload text,
                     schema int default 1, id uuid default uuidv7(), fact uuid default null)
  returns uuid language plpgsql as $$
declare
  versions text := case
    when fact is null then ''
    else format('"parallel_versions":{"fact_id":"%s","versions":[1,2]},', fact) end;
  body text := format(
    '{"event_id":"%s","event_type":"%s","schema_version":%s,'
      '"aggregate_id":"%s","aggregate_version":%s,%s"payload":%s}',
    id, type, schema, key, version, versions, payload);
  place bigint := nextval('ticks');
  reader record;
begin
  execute format('insert into %I.event_log (event_id, topic, event_type, schema_version, aggregate_id,
                                            aggregate_version, occurred_at, correlation_id, parallel, body)
                  values ($1, $2, $3, $4, $5, $6, now(), ''c'', $7, $8::json)', service)
    using id, topic, type, schema, key, version, coalesce(fact = id, false), body;
  insert into observed.records
  values (topic, 0, place, key, md5(body), id, type, schema, key, version, 'c', false, 200);
  for reader in
    select h.consumer from handled h
    where h.topic = tell.topic and h.event_type = type and coalesce(fact, id) = id
  loop
    execute format('insert into %I.processed_events
                    values ($1, $2, $3, ''c'', ''applied'', now() + $4 * interval ''1 second'')',
                   schema_of(reader.consumer))
      using reader.consumer, id, type, place;
  end loop;
  return id;
end $$;

create function schema_of(consumer text) returns text language sql as
  $$ select replace(split_part(split_part(consumer, '.', 1), '-', 1), 'user', 'users') $$;

insert into users.users values
  ('00000000-0000-0000-0000-0000000000aa', 'Ada', 'ada@x', '', false, 1),
  ('00000000-0000-0000-0000-0000000000bb', 'Bob', 'bob@x', '', false, 1);
select tell('users', 'user-events', 'UserRegistered', 'user:00000000-0000-0000-0000-0000000000aa', 1, '{}');
select tell('users', 'user-events', 'UserRegistered', 'user:00000000-0000-0000-0000-0000000000bb', 1, '{}');

insert into listing.listings values (
  '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-0000000000aa', 'Pair 1', 'Nike', '42', 'NEW', null,
  90, 'USD', 'SOLD', '00000000-0000-0000-0000-000000000011', now(), 6);
insert into listing.listing_search (id, version, status, price_version, amount, currency, title, brand)
  values ('00000000-0000-0000-0000-000000000001', 6, 'SOLD', 6, 90, 'USD', 'Pair 1', 'Nike');
insert into purchase.orders (order_id, buyer_id, listing_id, status, reason, version, price, deadline, idempotency_key,
  request_hash)
values
  ('00000000-0000-0000-0000-000000000010', '00000000-0000-0000-0000-0000000000bb',
   '00000000-0000-0000-0000-000000000001', 'CANCELLED', 'CANCELLED_BY_BUYER', 5, 90, now(), 'key-0', ''),
  ('00000000-0000-0000-0000-000000000011', '00000000-0000-0000-0000-0000000000bb',
   '00000000-0000-0000-0000-000000000001', 'CONFIRMED', null, 4, 90, now(), 'key-1', '');

select tell('listing', 'listing-events', 'ListingCreated', 'listing:1', 1, '{"price":{"amount":"100.00"}}');
select tell('listing', 'listing-events', 'PriceReduced', 'listing:1', 2, '{"price":{"amount":"90.00"}}', version.schema,
  version.id, '00000000-0000-0000-0000-0000000000f1')
from (values
  (1, '00000000-0000-0000-0000-0000000000f1'::uuid),
  (2, '00000000-0000-0000-0000-0000000000f2')) as version (schema, id);
-- the first order: canceled during its charge, and therefore refunded
select tell('purchase', 'purchase-events', 'OrderPlaced', 'order:00000000-0000-0000-0000-000000000010', 1, '{}');
select tell('listing', 'listing-events', 'ListingReserved', 'listing:1', 3,
  '{"order_id":"00000000-0000-0000-0000-000000000010","price":{"amount":"90.00"}}');
select tell('purchase', 'purchase-events', 'OrderReserved', 'order:00000000-0000-0000-0000-000000000010', 2, '{}');
select tell('purchase', 'payment-requests', 'ChargePayment', 'payment:10', 1, '{}');
select tell('purchase', 'purchase-events', 'OrderCancelled', 'order:00000000-0000-0000-0000-000000000010', 3, '{}');
select tell('listing', 'listing-events', 'ListingReleased', 'listing:1', 4,
  '{"order_id":"00000000-0000-0000-0000-000000000010","price":{"amount":"90.00"}}');
select tell('purchase', 'purchase-events', 'PaymentApproved', 'order:00000000-0000-0000-0000-000000000010', 4, '{}');
select tell('purchase', 'payment-requests', 'RefundPayment', 'payment:10', 2, '{}');
select tell('purchase', 'purchase-events', 'PaymentRefunded', 'order:00000000-0000-0000-0000-000000000010', 5,
  '{"order_id":"00000000-0000-0000-0000-000000000010"}');
-- the second order: paid
select tell('purchase', 'purchase-events', 'OrderPlaced', 'order:00000000-0000-0000-0000-000000000011', 1, '{}');
select tell('listing', 'listing-events', 'ListingReserved', 'listing:1', 5,
  '{"order_id":"00000000-0000-0000-0000-000000000011","price":{"amount":"90.00"}}');
select tell('purchase', 'purchase-events', 'OrderReserved', 'order:00000000-0000-0000-0000-000000000011', 2, '{}');
select tell('purchase', 'payment-requests', 'ChargePayment', 'payment:11', 1, '{}');
select tell('purchase', 'purchase-events', 'PaymentApproved', 'order:00000000-0000-0000-0000-000000000011', 3, '{}');
select tell('purchase', 'purchase-events', 'OrderConfirmed', 'order:00000000-0000-0000-0000-000000000011', 4,
  '{"price":{"amount":"90.00"}}');
select tell('listing', 'listing-events', 'ListingSold', 'listing:1', 6, '{"price":{"amount":"90.00"}}');

-- the oracle joins the tables and the log by the full ids
update listing.event_log set aggregate_id = 'listing:00000000-0000-0000-0000-000000000001'
where aggregate_id = 'listing:1';

-- one event that was parked and redriven, and one that was parked and discarded
insert into analytics.dead_letters (consumer, topic, record_partition, record_offset, sequence_key, header_names,
  header_values, event_id, attempts, status)
select p.consumer, 'listing-events', 0, row_number() over (), 'k', '{}', '{}', p.event_id, 1,
  case p.event_type when 'ListingSold' then 'RESOLVED' else 'DISCARDED' end
from analytics.processed_events p where p.event_type in ('ListingSold', 'PriceReduced');
update analytics.processed_events set outcome = 'discarded' where event_type = 'PriceReduced';

insert into observed.ledger values
  (now(), 'CAPTURED', '00000000-0000-0000-0000-00000000000c', '00000000-0000-0000-0000-000000000010', 90, 'USD'),
  (now(), 'REFUNDED', '00000000-0000-0000-0000-00000000000c', '00000000-0000-0000-0000-000000000010', 90, 'USD'),
  (now(), 'CAPTURED', '00000000-0000-0000-0000-00000000000d', '00000000-0000-0000-0000-000000000011', 90, 'USD');

insert into analytics.facts (event_id, fact, week, amount)
select event_id,
  case event_type
    when 'ListingCreated' then 'LISTING_CREATED'
    when 'PriceReduced' then 'PRICE_REDUCED'
    when 'ListingSold' then 'LISTING_SOLD'
    when 'OrderPlaced' then 'ORDER_PLACED'
    when 'OrderReserved' then 'ORDER_RESERVED'
    when 'PaymentApproved' then 'ORDER_PAID'
    when 'OrderConfirmed' then 'ORDER_CONFIRMED'
    else 'ORDER_CANCELLED' end,
  '2026-W47',
  case event_type when 'OrderConfirmed' then 90.00 end
from log
where fact_id = event_id and event_type in (
  'ListingCreated', 'PriceReduced', 'ListingSold',
  'OrderPlaced', 'OrderReserved', 'PaymentApproved', 'OrderConfirmed', 'OrderCancelled');

-- The placed orders are not counted yet.
insert into analytics.uncounted_facts (fact, week) select fact, week from analytics.facts where fact = 'ORDER_PLACED';
insert into analytics.fact_counts (fact, week, count, amount)
select fact, week, count(*), sum(amount) from analytics.facts where fact <> 'ORDER_PLACED' group by fact, week;

insert into notification.notifications values
  ('00000000-0000-0000-0000-0000000000e1', '00000000-0000-0000-0000-0000000000bb',
   'SOLD', 'Sold', '', 'SENT', now(), 'c', 1);
insert into observed.mail values ('00000000-0000-0000-0000-0000000000e1@swapr.local', 'bob@x', 'Sold');

insert into observed.history values
  ('REGISTER', 'ada@x', 'ada@x', 'ACKNOWLEDGED', 201, '00000000-0000-0000-0000-0000000000aa', 0, 1, 0),
  ('LIST', 'Pair 1', 'ada@x', 'ACKNOWLEDGED', 201, '00000000-0000-0000-0000-000000000001', 2, 3, 1),
  ('LOOK', 'Look 1', '', 'ACKNOWLEDGED', 200, '00000000-0000-0000-0000-000000000001', 4, 12, 1),
  ('REDUCE', 'Reduction 1', 'ada@x', 'ACKNOWLEDGED', 200, '00000000-0000-0000-0000-000000000001', 5, 6, 2),
  ('LOOK', 'Look 2', '', 'ACKNOWLEDGED', 200, '00000000-0000-0000-0000-000000000001', 13, 14, 2),
  ('ORDER', 'key-0', 'bob@x', 'UNKNOWN', 0, null, 7, 8, 0),
  ('ORDER', 'key-0', 'bob@x', 'ACKNOWLEDGED', 202, '00000000-0000-0000-0000-000000000010', 9, 10, 1),
  ('ORDER', 'key-1', 'bob@x', 'ACKNOWLEDGED', 202, '00000000-0000-0000-0000-000000000011', 15, 16, 1),
  ('LIST', 'Pair 2', 'ada@x', 'UNKNOWN', 0, null, 17, 18, 0),
  ('ORDER', 'key-2', 'bob@x', 'REFUSED', 404, null, 19, 20, 0);
insert into observed.rebuilds values
  ('listing-search', 0, 1, 'd'), ('listing-search', 1, 1, 'd'), ('listing-search', 2, 1, 'd');
-- Each record was sent again.
insert into observed.injected
select topic, part, off + 1000, false, false, digest from observed.records where not dlq;
insert into observed.records
select topic, part, off + 1000, key, digest, event_id, event_type, schema_version, aggregate_id, aggregate_version,
  correlation_id, dlq, header_bytes
from observed.records where not dlq;
insert into observed.committed
select distinct h.consumer, h.topic, 0, (select last_value from ticks) + 1 from handled h
where h.consumer not like '%.%';
insert into observed.taken values (now(), 0, 0, '-infinity');
