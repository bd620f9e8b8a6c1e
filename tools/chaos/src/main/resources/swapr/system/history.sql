-- Copies the newest confirmed order, for ./swapr load --history. The setting swapr.copies is the number
-- of copies. They are spread over the year before now: copy 1 is the oldest.
--
-- A copy has all rows of its order in all schemas, with ids of its own. An id keeps its random part, and its first 48
-- bits become the time of the copy, so that the ids of the copies sort by time as real ones (UUIDv7). Twenty copies in
-- a row have one buyer and one seller. The rows are complete, with one exception: the bodies of commands and of
-- notification events are empty, because no query reads them again.
--
-- Kafka has no records of the copies. So the rebuild of a projection removes their rows.

-- step: find a confirmed order
create temp table original on commit drop as
select o.order_id, o.listing_id, o.buyer_id, l.seller_id, placed.occurred_at as placed_at,
  array[placed.correlation_id, listed.correlation_id] as correlations
from purchase.orders o
join listing.listings l on l.id = o.listing_id
join purchase.event_log placed on placed.aggregate_id = 'order:' || o.order_id and placed.aggregate_version = 1
join listing.event_log listed on listed.aggregate_id = 'listing:' || o.listing_id and listed.aggregate_version = 1
where o.status = 'CONFIRMED' order by o.order_id desc limit 1;

do $$
begin
  if not exists (select from original) then
    raise exception 'there is no confirmed order to copy; run ./swapr load --short first';
  end if;
end
$$;

-- The first 13 characters of a UUIDv7 of this time.
create function pg_temp.beginning(moment timestamptz) returns text language sql as
$$ select substr(hex, 1, 8) || '-' || substr(hex, 9, 4)
   from lpad(to_hex(floor(extract(epoch from moment) * 1000)::bigint), 12, '0') as hex $$;

create temp table copies on commit drop as
select n, moment, moment - o.placed_at as shift, pg_temp.beginning(moment) as id_time,
  pg_temp.beginning(now() - (total - n + n % 20 + 1) * step - interval '1 hour') as user_time
from original o, (select current_setting('swapr.copies')::int as total) number,
  lateral (select interval '365 days' / total as step) spread,
  lateral (select n, now() - (total - n + 1) * step as moment from generate_series(1, total) n) each;

-- A text of the original order, with a mark at the beginning of each id.
create function pg_temp.marked(text) returns text language sql as
$$ select regexp_replace(
     replace(replace($1, buyer_id::text, '@user@' || substr(buyer_id::text, 14)),
             seller_id::text, '@user@' || substr(seller_id::text, 14)),
     '[0-9a-f]{8}-[0-9a-f]{4}(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})', '@time@\1', 'g')
   from original $$;

-- The same text of a copy.
create function pg_temp.filled(text, id_time text, user_time text) returns text language sql immutable as
$$ select replace(replace($1, '@time@', id_time), '@user@', user_time) $$;

-- step: users
insert into users.users (id, name, email, password_hash, operator, version, session_generation)
select pg_temp.filled(pg_temp.marked(u.id::text), id_time, user_time)::uuid, u.name,
  'copy-' || user_time || '-' || u.email, u.password_hash, false, u.version, u.session_generation
from users.users u join original o on u.id in (o.buyer_id, o.seller_id) cross join copies where n % 20 = 0 or n = 1;

insert into listing.sellers (id, name, version)
select pg_temp.filled(pg_temp.marked(s.id::text), id_time, user_time)::uuid, s.name, s.version
from listing.sellers s join original o on s.id in (o.buyer_id, o.seller_id) cross join copies where n % 20 = 0 or n = 1;

insert into notification.recipients (user_id, name, email, version)
select pg_temp.filled(pg_temp.marked(r.user_id::text), id_time, user_time)::uuid, r.name,
  'copy-' || user_time || '-' || r.email, r.version
from notification.recipients r join original o on r.user_id in (o.buyer_id, o.seller_id)
cross join copies where n % 20 = 0 or n = 1;

-- step: listings
insert into listing.listings (id, seller_id, title, brand, size, condition, description, amount, currency, status,
                              order_id, created_at, version)
select pg_temp.filled(marked_id, id_time, user_time)::uuid, pg_temp.filled(marked_seller, id_time, user_time)::uuid,
  l.title, l.brand, l.size, l.condition, l.description, l.amount, l.currency, l.status,
  pg_temp.filled(marked_order, id_time, user_time)::uuid, l.created_at + shift, l.version
from copies, lateral (
  select l.*, pg_temp.marked(id::text) as marked_id, pg_temp.marked(l.seller_id::text) as marked_seller,
    pg_temp.marked(l.order_id::text) as marked_order
  from listing.listings l join original on l.id = listing_id offset 0) l;

insert into listing.listing_search (id, version, status, price_version, amount, currency, seller_id, title, brand, size,
                                    condition, description, created_at)
select pg_temp.filled(marked_id, id_time, user_time)::uuid, l.version, l.status, l.price_version, l.amount, l.currency,
  pg_temp.filled(marked_seller, id_time, user_time)::uuid, l.title, l.brand, l.size, l.condition, l.description,
  l.created_at + shift
from copies, lateral (
  select l.*, pg_temp.marked(id::text) as marked_id, pg_temp.marked(l.seller_id::text) as marked_seller
  from listing.listing_search l join original on l.id = listing_id offset 0) l;

-- step: orders
insert into purchase.orders (order_id, buyer_id, listing_id, status, reason, version, title, price, currency, placed_at,
                             deadline, idempotency_key, request_hash, charge_began_at)
select pg_temp.filled(marked_id, id_time, user_time)::uuid, pg_temp.filled(marked_buyer, id_time, user_time)::uuid,
  pg_temp.filled(marked_listing, id_time, user_time)::uuid, o.status, o.reason, o.version, o.title, o.price, o.currency,
  o.placed_at + shift, o.deadline + shift, 'copy-' || n, o.request_hash, o.charge_began_at + shift
from copies, lateral (
  select o.*, pg_temp.marked(o.order_id::text) as marked_id, pg_temp.marked(o.buyer_id::text) as marked_buyer,
    pg_temp.marked(o.listing_id::text) as marked_listing
  from purchase.orders o join original using (order_id) offset 0) o;

-- step: notifications
insert into notification.notifications (id, user_id, kind, subject, text, status, created_at, correlation_id, version,
                                        address)
select pg_temp.filled(marked_id, id_time, user_time)::uuid, pg_temp.filled(marked_user, id_time, user_time)::uuid,
  o.kind, o.subject, o.text, o.status, o.created_at + shift, pg_temp.filled(marked_correlation, id_time, user_time),
  o.version, o.address
from copies, lateral (
  select o.*, pg_temp.marked(id::text) as marked_id, pg_temp.marked(user_id::text) as marked_user,
    pg_temp.marked(correlation_id) as marked_correlation
  from notification.notifications o join original on correlation_id = any (correlations) offset 0) o;

-- step: facts
insert into analytics.facts (event_id, fact, week, reason, amount, currency, condition)
select pg_temp.filled(marked_id, id_time, user_time)::uuid, f.fact, to_char(moment at time zone 'UTC', 'IYYY-"W"IW'),
  f.reason, f.amount, f.currency, f.condition
from copies, lateral (
  select f.*, pg_temp.marked(event_id::text) as marked_id
  from analytics.facts f join analytics.processed_events p using (event_id)
  join original on p.correlation_id = any (correlations) where p.consumer = 'analytics-service' offset 0) f;

insert into analytics.fact_counts as c (fact, week, reason, currency, condition, count, amount)
select f.fact, to_char(moment at time zone 'UTC', 'IYYY-"W"IW') as week, f.reason, f.currency, f.condition, count(*),
  sum(f.amount)
from copies, lateral (
  select f.* from analytics.facts f join analytics.processed_events p using (event_id)
  join original on p.correlation_id = any (correlations) where p.consumer = 'analytics-service' offset 0) f
group by f.fact, 2, f.reason, f.currency, f.condition
order by f.fact, 2, f.reason, f.currency, f.condition
on conflict (fact, week, reason, currency, condition) do update
set count = c.count + excluded.count, amount = c.amount + excluded.amount;

-- step: event logs and inboxes
do $$
declare
  schema_name text;
begin
  foreach schema_name in array array['users', 'listing', 'purchase', 'notification', 'analytics'] loop
    execute format($sql$
      insert into %1$I.event_log (event_id, topic, event_type, schema_version, aggregate_id, aggregate_version,
                                  occurred_at, correlation_id, traceparent, parallel, body)
      select pg_temp.filled(marked_event, id_time, user_time)::uuid, e.topic, e.event_type, e.schema_version,
        pg_temp.filled(marked_aggregate, id_time, user_time), e.aggregate_version, e.occurred_at + shift,
        pg_temp.filled(marked_correlation, id_time, user_time), e.traceparent, e.parallel,
        pg_temp.filled(marked_body, id_time, user_time)::json
      from copies, lateral (
        select e.*, pg_temp.marked(event_id::text) as marked_event, pg_temp.marked(aggregate_id) as marked_aggregate,
          pg_temp.marked(correlation_id) as marked_correlation,
          case when topic in ('listing-events', 'purchase-events') then pg_temp.marked(body::text) else '{}' end
            as marked_body
        from %1$I.event_log e join original on e.correlation_id = any (correlations)
        order by position offset 0) e
    $sql$, schema_name);
    execute format($sql$
      insert into %1$I.processed_events (consumer, event_id, event_type, correlation_id, outcome, processed_at)
      select e.consumer, pg_temp.filled(marked_event, id_time, user_time)::uuid, e.event_type,
        pg_temp.filled(marked_correlation, id_time, user_time), e.outcome, e.processed_at + shift
      from copies, lateral (
        select e.*, pg_temp.marked(event_id::text) as marked_event, pg_temp.marked(correlation_id) as marked_correlation
        from %1$I.processed_events e join original on e.correlation_id = any (correlations)
        order by processed_at offset 0) e
    $sql$, schema_name);
  end loop;
end
$$;
