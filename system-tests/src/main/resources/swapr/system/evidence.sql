-- What the oracle's own database has beside the dumps of the five schemas, and the views in which invariants.sql speaks.

create schema observed;

-- All records of all topics, from the beginning. The event's fields are empty where the value is no event.
create table observed.records (
  topic text, part int, off bigint, key text, digest text, event_id uuid, event_type text, schema_version int, aggregate_id text,
  aggregate_version bigint, correlation_id text, dlq boolean, header_bytes int
);
-- What the bank did, and what the mail server took.
create table observed.ledger (at timestamptz, type text, payment_id uuid, order_id uuid, amount numeric, currency text);
create table observed.mail (message_id text, recipient text, subject text);
-- What the load client wanted, and what it was told: ACKNOWLEDGED, REFUSED or UNKNOWN; began and told count the lines of its history.
create table observed.history (kind text, key text, person text, outcome text, status int, answer text, began int, told int, version bigint);
-- What each projection held at rest (0), and after each of two rebuilds; what went wrong stands in the digest's place.
create table observed.rebuilds (projection text, times int, rows bigint, digest text);
-- How far each group has committed.
create table observed.committed (consumer text, topic text, part int, off bigint);
-- What a scenario wrote onto the topics itself.
create table observed.injected (topic text, part int, off bigint, malformed boolean, unknown_version boolean, digest text);
-- One row: when this was taken, and how much repetition the faults explain.
create table observed.taken (at timestamptz, duplicates_allowed bigint, mails_unknown bigint);

-- Which consumer reacts to what: the choreography.
create table handled (consumer text, topic text, event_type text, primary key (consumer, topic, event_type));

-- A fact that is told in several versions is several events; consumers remember its first.
create view log as
select l.*, l.body -> 'payload' as payload, md5(l.body::text) as digest,
  coalesce((l.body -> 'told' ->> 'fact_id')::uuid, l.event_id) as fact_id from (
  select 'user' as service, * from users.event_log union all
  select 'listing', * from listing.event_log union all
  select 'purchase', * from purchase.event_log union all
  select 'notification', * from notification.event_log union all
  select 'analytics', * from analytics.event_log) l;

create view outbox as
  select 'user' as service, * from users.outbox union all
  select 'listing', * from listing.outbox union all
  select 'purchase', * from purchase.outbox union all
  select 'notification', * from notification.outbox union all
  select 'analytics', * from analytics.outbox union all
  select 'user', * from users.dead_letter_outbox union all
  select 'listing', * from listing.dead_letter_outbox union all
  select 'purchase', * from purchase.dead_letter_outbox union all
  select 'notification', * from notification.dead_letter_outbox union all
  select 'analytics', * from analytics.dead_letter_outbox;

create view processed as
  select * from users.processed_events union all
  select * from listing.processed_events union all
  select * from purchase.processed_events union all
  select * from notification.processed_events union all
  select * from analytics.processed_events;

create view kept as
  select * from users.dead_letters union all
  select * from listing.dead_letters union all
  select * from purchase.dead_letters union all
  select * from notification.dead_letters union all
  select * from analytics.dead_letters;

-- Of each event on each topic, the place where it is first.
create view firsts as
select distinct on (topic, key, event_id) topic, key, event_id, part, off, aggregate_version as version
from observed.records r
where event_id is not null and not dlq
  and not exists (select from observed.injected i where i.topic = r.topic and i.part = r.part and i.off = r.off)
order by topic, key, event_id, off;

-- Events that a scenario wrote onto the topics itself: readers that can read them apply them.
create view foreign_events as
select r.* from observed.records r join observed.injected i on i.topic = r.topic and i.part = r.part and i.off = r.off where r.event_id is not null;

-- Every fact that a consumer has to deal with.
create view due as
select distinct h.consumer, l.fact_id as event_id, l.event_type, l.correlation_id from log l join handled h on h.topic = l.topic and h.event_type = l.event_type;

-- What consumers of events applied at the first attempt; what was parked and redriven came later by design.
create view applied as
select p.consumer, l.aggregate_id, l.aggregate_version as version, p.processed_at, p.event_id
from processed p join log l on l.event_id = p.event_id
where p.outcome = 'applied' and p.consumer not like '%.%' and not exists (select from kept k where k.consumer = p.consumer and k.event_id = p.event_id);
