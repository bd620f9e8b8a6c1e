-- The invariants of a marketplace at rest. They must hold after any faults.
--
-- Each block has three parts: the id with the statement, "facts" with a query for the number of checked facts, and a
-- query for rows that contradict the statement. The oracle runs them in its own database. That contains dumps of the
-- five schemas, of all topics, of the bank's ledger, of the mailbox, and of the load client's history. No query uses
-- the services. evidence.sql has the tables and views.

-- I1 a listing has at most one confirmed order
-- facts: select count(distinct listing_id) from purchase.orders where status = 'CONFIRMED'
select listing_id, array_agg(order_id) as orders from purchase.orders where status = 'CONFIRMED'
group by listing_id having count(*) > 1;

-- I2 a listing is SOLD if and only if it has exactly one confirmed order
-- facts: select count(*) from listing.listings
select l.id, l.status, count(o.order_id) as confirmed, array_agg(o.order_id) as orders
from listing.listings l left join purchase.orders o on o.listing_id = l.id and o.status = 'CONFIRMED'
group by l.id, l.status having (l.status = 'SOLD') <> (count(o.order_id) = 1);

-- I3 each confirmed order has exactly one captured payment of its price and no refund
-- facts: select count(*) from purchase.orders where status = 'CONFIRMED'
select o.order_id, o.price, array_agg(m.type || ' ' || m.amount) as ledger
from purchase.orders o left join observed.ledger m on m.order_id = o.order_id and m.type in ('CAPTURED', 'REFUNDED')
where o.status = 'CONFIRMED' group by o.order_id, o.price
having count(*) filter (where m.type = 'CAPTURED' and m.amount = o.price) <> 1
  or count(*) filter (where m.type is not null) <> 1;

-- I4 a canceled order has cost nothing and holds no reservation
-- facts: select count(*) from purchase.orders where status = 'CANCELLED'
select o.order_id, m.net, l.id as listing
from purchase.orders o
left join (
  select order_id, sum(case type when 'CAPTURED' then amount when 'REFUNDED' then -amount else 0 end) as net
  from observed.ledger group by order_id) m on m.order_id = o.order_id
left join listing.listings l on l.order_id = o.order_id and l.status = 'RESERVED'
where o.status = 'CANCELLED' and (coalesce(m.net, 0) <> 0 or l.id is not null);

-- I5 each compensation happens at most once: an order has at most one refund and one release
-- facts: select count(*) from log where event_type in ('ListingReleased', 'PaymentRefunded')
select event_type, payload ->> 'order_id' as order_id, count(*)
from log where event_type in ('ListingReleased', 'PaymentRefunded')
group by 1, 2 having count(*) > 1
union all
select 'ledger', order_id::text, count(*)
from observed.ledger where type = 'REFUNDED'
group by order_id having count(*) > 1;

-- I6 no order is open for more than one minute after its deadline
-- facts: select count(*) from purchase.orders
select order_id, status, deadline from purchase.orders
where status in ('PENDING', 'RESERVED', 'PAID') and deadline + interval '60 seconds' < (select at from observed.taken);

-- I7 the events of an order are a legal sequence, with versions without a gap
-- facts: select count(*) from log where topic = 'purchase-events'
select aggregate_id, steps from (
  select aggregate_id, string_agg(event_type, ' ' order by aggregate_version) as steps,
         array_agg(aggregate_version order by aggregate_version) as versions, count(*) as n
  from log where topic = 'purchase-events' group by aggregate_id) o
where steps !~ ('^OrderPlaced( OrderReserved)?'
    || '( (PaymentApproved OrderConfirmed|(PaymentDeclined )?OrderCancelled( PaymentApproved( PaymentRefunded)?)?))?$')
   or versions <> (select array_agg(i) from generate_series(1, n) i);

-- I8 an acknowledged request has its effect exactly once, an unknown one at most once, and one key has one response
-- facts: select count(*) from observed.history where outcome in ('ACKNOWLEDGED', 'UNKNOWN')
select h.kind, h.key, h.answer, h.outcome, n.found
from (
  select kind, key, max(answer) as answer, count(distinct answer) as answers,
         bool_or(outcome = 'ACKNOWLEDGED') as acknowledged, string_agg(distinct outcome, ' ') as outcome
  from observed.history where kind in ('REGISTER', 'LIST', 'ORDER') group by kind, key) h
cross join lateral (select case h.kind
    when 'ORDER' then (select count(*) from purchase.orders o where o.idempotency_key = h.key)
    when 'LIST' then (select count(*) from listing.listings l where l.title = h.key)
    else (select count(*) from users.users u where u.email = h.key) end as found) n
where h.answers > 1 or n.found > 1 or (h.acknowledged and n.found <> 1)
   or (h.kind = 'ORDER' and h.acknowledged and not exists (
     select from purchase.orders o where o.order_id::text = h.answer and o.idempotency_key = h.key));

-- I9 a refused request has no effect
-- facts: select count(*) from observed.history where outcome = 'REFUSED'
select h.kind, h.key, h.status from observed.history h where h.outcome = 'REFUSED'
  and not exists (select from observed.history a where a.kind = h.kind and a.key = h.key and a.outcome <> 'REFUSED')
  and (h.kind = 'ORDER' and exists (select from purchase.orders o where o.idempotency_key = h.key)
    or h.kind = 'LIST' and exists (select from listing.listings l where l.title = h.key)
    or h.kind = 'REGISTER' and exists (select from users.users u where u.email = h.key));

-- I10 the captured amounts minus the refunds equal the total price of the confirmed orders
-- facts: select count(*) from observed.ledger
select l.net, o.total
from (select coalesce(sum(case type when 'CAPTURED' then amount when 'REFUNDED' then -amount else 0 end), 0) as net
      from observed.ledger) l,
     (select coalesce(sum(price), 0) as total from purchase.orders where status = 'CONFIRMED') o
where l.net <> o.total;

-- I11 no seller buys their own listing, and the price of an order is the reserved price
-- facts: select count(*) from purchase.orders where status = 'CONFIRMED'
select o.order_id, o.buyer_id, l.seller_id, o.price, r.price as reserved
from purchase.orders o join listing.listings l on l.id = o.listing_id
left join (
  select payload ->> 'order_id' as order_id, (payload -> 'price' ->> 'amount')::numeric as price
  from log where event_type = 'ListingReserved') r on r.order_id = o.order_id::text
where o.status = 'CONFIRMED' and (o.buyer_id = l.seller_id or o.price is distinct from r.price);

-- I12 each committed event is on Kafka
-- facts: select count(*) from log
select l.service, l.topic, l.aggregate_id, l.aggregate_version, l.event_id, l.correlation_id from log l
where not exists (select from observed.records r where r.topic = l.topic and r.event_id = l.event_id);

-- I13 each event on Kafka was committed
-- facts: select count(*) from observed.records where not dlq
select r.topic, r.part, r.off, r.event_id from observed.records r
where not r.dlq and not exists (select from log l where l.event_id = r.event_id and l.topic = r.topic)
  and not exists (select from observed.injected i where i.topic = r.topic and i.part = r.part and i.off = r.off);

-- I14 the first occurrences of the events of a key are in the order of their versions, without a gap
-- facts: select count(*) from firsts
select topic, key, part, off, version, previous from (
  select topic, key, part, off, version,
         lag(version, 1, 0::bigint) over (partition by topic, key order by off) as previous
  from firsts) f
where version not in (previous, previous + 1) or version < 1;

-- I14b each version of an aggregate is one fact, and a fact is published in all schema versions that it names
-- facts: select count(distinct (aggregate_id, aggregate_version)) from log
select aggregate_id, aggregate_version, array_agg(schema_version) as published, array_agg(event_type) as types
from log group by aggregate_id, aggregate_version having count(distinct fact_id) > 1
union all
select aggregate_id, min(aggregate_version), array_agg(schema_version), array_agg(event_type)
from log where named_versions is not null group by aggregate_id, fact_id, named_versions
having array_agg(schema_version order by schema_version) <> named_versions;

-- I15 all records with one event id have the same bytes as the committed event
-- facts: select count(*) from observed.records where event_id is not null and not dlq
select r.topic, r.event_id, count(distinct r.digest) as contents, array_agg(r.part || '@' || r.off) as places
from observed.records r join log l on l.event_id = r.event_id and l.topic = r.topic
where not r.dlq group by r.topic, r.event_id having count(distinct r.digest) > 1 or min(r.digest) <> min(l.digest);

-- I16 all records of a key are in one partition
-- facts: select count(distinct (topic, key)) from observed.records where not dlq
select topic, key, array_agg(distinct part) as partitions from observed.records where not dlq and key is not null
group by topic, key having count(distinct part) > 1;

-- I17 all outboxes are empty, and no more records are duplicates than the faults explain
-- facts: select count(*) from observed.records where not dlq
select 'outbox' as what, service, count(*) from outbox group by service
union all
select 'duplicates', '', sum(n - 1) from (
  select count(*) as n from observed.records
  where event_id is not null and not dlq
    and (topic, part, off) not in (select topic, part, off from observed.injected)
  group by topic, event_id) d
having sum(n - 1) > (select duplicates_allowed from observed.taken);

-- I18 the event log and the tables have the same version of each aggregate
-- facts: select count(*) from aggregates
select a.key, a.version, coalesce(l.version, 0) as logged
from aggregates a
left join (select aggregate_id, max(aggregate_version) as version from log group by aggregate_id) l
  on l.aggregate_id = a.key
where a.version <> coalesce(l.version, 0);

-- I19 each consumer has either applied or parked each event that it handles, but not both
-- facts: select count(*) from due
select d.consumer, d.event_type, d.event_id, d.correlation_id, p.outcome, k.status
from due d left join processed p on p.consumer = d.consumer and p.event_id = d.event_id
left join kept k on k.consumer = d.consumer and k.event_id = d.event_id
where p.outcome is null
   or p.outcome = 'applied' and k.status in ('PARKED', 'WAITING', 'RETRYING')
   or p.outcome = 'parked' and coalesce(k.status, '') not in ('PARKED', 'WAITING', 'RETRYING')
   or p.outcome = 'discarded' and coalesce(k.status, '') <> 'DISCARDED';

-- I20 a consumer applies the events of an aggregate in the order of their versions
-- facts: select count(*) from applied
select consumer, aggregate_id, version, processed_at, before as processed_before from (
  select a.*, max(processed_at) over (
           partition by consumer, aggregate_id order by version
           rows between unbounded preceding and 1 preceding) as before
  from applied a) o
where processed_at < before;

-- I20b listing-service reserves or rejects an order at most once, even if the order is delivered again
-- facts: select count(*) from purchase.orders
select payload ->> 'order_id' as order_id, array_agg(event_type) as answers, min(correlation_id) as correlation_id
from log where event_type in ('ListingReserved', 'ReservationRejected') group by 1 having count(*) > 1;

-- I21 no group has committed an offset behind an event that it has neither applied nor parked
-- facts: select count(*) from observed.committed
select c.consumer, r.topic, r.part, r.off, r.event_id, c.off as committed
from observed.committed c join observed.records r on r.topic = c.topic and r.part = c.part and r.off < c.off
join handled h on h.consumer = c.consumer and h.topic = r.topic and h.event_type = r.event_type
left join log l on l.event_id = r.event_id
where not exists (
    select from processed p where p.consumer = c.consumer and p.event_id = coalesce(l.fact_id, r.event_id))
  and not exists (
    select from kept k
    where k.consumer = c.consumer and k.topic = r.topic and k.record_partition = r.part and k.record_offset = r.off);

-- I22 no event of a key is applied before an earlier parked event of the key
-- facts: select count(*) from kept where status in ('PARKED', 'WAITING')
select k.consumer, k.sequence_key, k.event_id as parked, a.event_id as overtook
from kept k join log l on l.event_id = k.event_id
join applied a on a.consumer = k.consumer and a.aggregate_id = k.sequence_key and a.version > l.aggregate_version
where k.status in ('PARKED', 'WAITING');

-- I22b no event is parked because of an outage
-- facts: select count(*) from kept where consumer not like '%.%'
select consumer, id::text, event_type, exception, message, correlation_id from kept
where consumer not like '%.%'
  and exception ~ ('Connection|ResourceFailure|CreateTransaction|Recoverable|Transient'
    || '|TransactionSystem|JpaSystem|PSQL');

-- I23 each consumer of a topic parks each malformed record once, with its exact bytes
-- facts: select count(*) from observed.injected where malformed
select i.topic, i.part, i.off, c.consumer, count(k.id) as kept
from observed.injected i join (select distinct consumer, topic from handled) c on c.topic = i.topic
left join kept k on k.consumer = c.consumer and k.topic = i.topic
  and k.record_partition = i.part and k.record_offset = i.off
  and md5(coalesce(k.record_value, '')) = i.digest
where i.malformed group by i.topic, i.part, i.off, c.consumer having count(k.id) <> 1;

-- I24 a dead letter has at most 200 attempts, and its headers have at most 4 KiB
-- facts: select count(*) from kept
select consumer, id::text, attempts from kept where attempts > 200
union all select topic, part || '@' || off, header_bytes from observed.records where dlq and header_bytes > 4096;

-- I25 an event with an unknown schema version is parked, not dropped
-- facts: select count(*) from observed.injected where unknown_version
select i.topic, i.part, i.off, h.consumer
from observed.injected i join observed.records r on r.topic = i.topic and r.part = i.part and r.off = i.off
join handled h on h.topic = r.topic and h.event_type = r.event_type
where i.unknown_version and not exists (
  select from kept k
  where k.consumer = h.consumer and k.topic = i.topic and k.record_partition = i.part and k.record_offset = i.off);

-- I26 analytics has the exact numbers and amounts of the events
-- facts: select count(*) from analytics.facts
select * from (
  select case event_type
           when 'ListingCreated' then 'LISTING_CREATED'
           when 'PriceReduced' then 'PRICE_REDUCED'
           when 'ListingSold' then 'LISTING_SOLD'
           when 'OrderPlaced' then 'ORDER_PLACED'
           when 'OrderReserved' then 'ORDER_RESERVED'
           when 'PaymentApproved' then 'ORDER_PAID'
           when 'OrderConfirmed' then 'ORDER_CONFIRMED'
           when 'OrderCancelled' then 'ORDER_CANCELLED' end as fact,
         count(*) as happened,
         coalesce(sum((payload -> 'price' ->> 'amount')::numeric)
           filter (where event_type = 'OrderConfirmed'), 0) as cost
  from log where topic in ('listing-events', 'purchase-events') and fact_id = event_id group by 1) s
full join (select fact, count(*) as counted, coalesce(sum(amount), 0) as amount from analytics.facts
           where event_id not in (select event_id from foreign_events) group by fact) f using (fact)
where fact is not null and (happened is distinct from counted or cost is distinct from amount);

-- I26b the counts of analytics agree with its facts
-- facts: select coalesce(sum(count), 0) from analytics.fact_counts
with stored as (
  select fact, week, reason, currency, condition, count(*)::numeric as count, sum(amount) as amount
  from analytics.facts group by fact, week, reason, currency, condition),
counted as (
  select fact, week, reason, currency, condition, sum(count) as count, sum(amount) as amount
  from (select fact, week, reason, currency, condition, count, amount from analytics.fact_counts
        union all
        select fact, week, reason, currency, condition, 1, amount from analytics.uncounted_facts) c
  group by fact, week, reason, currency, condition)
select 'only in the facts' as place, * from (select * from stored except select * from counted) missing
union all
select 'only in the counts', * from (select * from counted except select * from stored) wrong;

-- I27 the search index is equal to the listings
-- facts: select count(*) from listing.listings
select l.id, l.status, s.status as found_as, l.amount, s.amount as found_at
from listing.listings l full join listing.listing_search s using (id)
where not exists (select from foreign_events f where f.aggregate_id = 'listing:' || id)
  and (l.status, l.amount, l.title, l.brand) is distinct from (s.status, s.amount, s.title, s.brand);

-- I28 a rebuilt projection is equal to the original, and two rebuilds are identical
-- facts: select sum(rows) from observed.rebuilds where times > 0
select projection, array_agg(times || ': ' || rows || ' rows, ' || digest order by times) as contents
from observed.rebuilds group by projection having count(distinct digest) > 1;

-- I29 each sent e-mail is in the mailbox
-- facts: select count(*) from mailed
select n.id, n.subject from mailed n
where not exists (select from observed.mail m where m.message_id = n.id || '@swapr.local');

-- I29b an e-mail is in the mailbox twice only if its first outcome was unknown, and each e-mail has a notification
-- facts: select count(*) from observed.mail
select m.message_id, count(*) as delivered, n.status
from observed.mail m left join notification.notifications n on n.id || '@swapr.local' = m.message_id
group by m.message_id, n.status having n.status is null or count(*) > 1 + (select mails_unknown from observed.taken);

-- I30 an event that is delivered again causes no second notification
-- facts: select count(*) from notification.notifications
select user_id, kind, subject, correlation_id, count(*) as notifications from notification.notifications
group by user_id, kind, subject, correlation_id having count(*) > 1;

-- I31 no request reads an older version than an earlier response contained
-- facts: select count(*) from observed.history where kind = 'LOOK' and outcome = 'ACKNOWLEDGED'
select l.kind, l.key, l.answer, l.version as seen, l.known as known_before from (
  select h.*, max(version) filter (where not asking) over (partition by answer order by moment, asking) as known
  from (select kind, key, answer, version, answered as moment, false as asking
        from observed.history where outcome = 'ACKNOWLEDGED' and version > 0
        union all
        select kind, key, answer, version, began, true
        from observed.history where kind = 'LOOK' and outcome = 'ACKNOWLEDGED') h) l
where l.asking and l.version < l.known;
