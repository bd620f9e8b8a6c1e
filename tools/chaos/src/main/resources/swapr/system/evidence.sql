-- Tables and views of the oracle's own database, in addition to the dumps of the five schemas. invariants.sql uses
-- them.

create schema observed;

-- All records of all topics. The fields of the event are null if the value is no event.
create table observed.records (
  topic text, part int, off bigint, key text, digest text, event_id uuid, event_type text, schema_version int,
  aggregate_id text, aggregate_version bigint, correlation_id text, dlq boolean, header_bytes int
);
-- The bank's ledger, and the e-mails that the mail server accepted.
create table observed.ledger (at timestamptz, type text, payment_id uuid, order_id uuid, amount numeric, currency text);
create table observed.mail (message_id text, recipient text, subject text);
-- The requests of the load client and their outcomes: ACKNOWLEDGED, REFUSED or UNKNOWN. The columns "began" and
-- "answered" are the line numbers of the request and of its outcome in the client's history.
create table observed.history (
  kind text, key text, person text, outcome text, status int, answer text, began int, answered int, version bigint
);
-- The contents of each projection at rest (times 0), and after each of two rebuilds. After an error, digest is its
-- message.
create table observed.rebuilds (projection text, times int, rows bigint, digest text);
-- The committed offsets of each consumer group.
create table observed.committed (consumer text, topic text, part int, off bigint);
-- The records that scenarios have sent.
create table observed.injected (
  topic text, part int, off bigint, malformed boolean, unknown_version boolean, digest text
);
-- One row: the time of the dump, and the numbers of duplicates that the faults explain.
create table observed.taken (
  at timestamptz, duplicates_allowed bigint, mails_unknown bigint, mailbox_since timestamptz
);

-- The event types and commands that each consumer handles: the choreography.
create table handled (consumer text, topic text, event_type text, primary key (consumer, topic, event_type));

-- A fact with parallel versions is several events. Inboxes store the id of the first one, the fact_id. In events from
-- before December 2026, the field has the name "told".
create view log as
select l.*, l.body -> 'payload' as payload, md5(l.body::text) as digest,
  coalesce((p.versions ->> 'fact_id')::uuid, l.event_id) as fact_id,
  (select array_agg(v::int order by v::int) from json_array_elements_text(p.versions -> 'versions') v) as named_versions
from (
  select 'user' as service, * from users.event_log union all
  select 'listing', * from listing.event_log union all
  select 'purchase', * from purchase.event_log union all
  select 'notification', * from notification.event_log union all
  select 'analytics', * from analytics.event_log) l
cross join lateral (select coalesce(l.body -> 'parallel_versions', l.body -> 'told') as versions) p;

-- The current versions in the tables of the services. invariants.sql compares them with the log.
create view aggregates as
  select 'order:' || order_id as key, version from purchase.orders union all
  select 'listing:' || id, version from listing.listings union all
  select 'user:' || id, version from users.users;

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

-- The first occurrence of each event on each topic.
create view firsts as
select distinct on (topic, key, event_id) topic, key, event_id, part, off, aggregate_version as version
from observed.records r
where event_id is not null and not dlq
  and not exists (select from observed.injected i where i.topic = r.topic and i.part = r.part and i.off = r.off)
order by topic, key, event_id, off;

-- The readable events that scenarios have invented. Consumers apply them. A record that was sent again is not one of
-- them, because a service has committed its event.
create view foreign_events as
select r.* from observed.records r
join observed.injected i on i.topic = r.topic and i.part = r.part and i.off = r.off
where r.event_id is not null and not exists (select from log l where l.event_id = r.event_id);

-- Each fact that a consumer must handle.
create view due as
select distinct h.consumer, l.fact_id as event_id, l.event_type, l.correlation_id
from log l join handled h on h.topic = l.topic and h.event_type = l.event_type;

-- The events that consumers applied without parking them. Redriven events are excluded, because they are late by
-- design.
create view applied as
select p.consumer, l.aggregate_id, l.aggregate_version as version, p.processed_at, p.event_id
from processed p join log l on l.event_id = p.event_id
where p.outcome = 'applied' and p.consumer not like '%.%'
  and not exists (select from kept k where k.consumer = p.consumer and k.event_id = p.event_id);

-- The sent e-mails that must be in the mailbox. The mail server keeps them in memory, from its start on.
create view mailed as
select n.id, n.subject from notification.notifications n, observed.taken
where n.status = 'SENT' and n.created_at >= mailbox_since;
