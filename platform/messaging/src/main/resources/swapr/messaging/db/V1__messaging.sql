-- What every service owns for messaging. Applied by the starter in the service's own schema.

-- Everything this service ever said, in the order it was said. Never updated, never deleted from.
-- The unique pair is the concurrency control of every aggregate: the second writer of a version fails.
create table event_log (
  position          bigint generated always as identity primary key,
  event_id          uuid not null unique,
  topic             text not null,
  event_type        text not null,
  schema_version    int not null,
  aggregate_id      text not null,
  aggregate_version bigint not null check (aggregate_version > 0),
  occurred_at       timestamptz not null,
  correlation_id    text not null,
  traceparent       text,
  body              json not null,   -- the record's value exactly as it goes to Kafka; json keeps the text, jsonb would not
  unique (aggregate_id, aggregate_version)
);
create index event_log_correlation on event_log (correlation_id);

-- Every (consumer, event) this service has dealt with, applied or parked: the idempotency of all reactions.
create table processed_events (
  consumer       text not null,
  event_id       uuid not null,
  event_type     text not null,
  correlation_id text not null,
  outcome        text not null check (outcome in ('applied', 'parked', 'discarded')),
  processed_at   timestamptz not null default now(),
  primary key (consumer, event_id)
);
create index processed_events_correlation on processed_events (correlation_id);

-- What a consumer could not process, byte for byte, and what waits behind it.
create table dead_letters (
  id                   bigint generated always as identity primary key,
  consumer             text not null,
  topic                text not null,
  record_partition     int not null,
  record_offset        bigint not null,
  sequence_key         text not null,
  record_key           bytea,
  record_value         bytea,
  header_names         text[] not null,
  header_values        bytea[] not null,
  event_id             uuid,
  event_type           text,
  correlation_id       text,
  handler              text,
  exception            text,
  message              text,
  attempts             int not null,
  status               text not null check (status in ('PARKED', 'WAITING', 'RETRYING', 'RESOLVED', 'DISCARDED')),
  parked_at            timestamptz not null default now(),
  next_attempt_at      timestamptz,
  redrive_requested_at timestamptz,
  resolved_at          timestamptz,
  reason               text,
  unique (consumer, topic, record_partition, record_offset)
);
create index dead_letters_open on dead_letters (consumer, sequence_key, id) where status in ('PARKED', 'WAITING', 'RETRYING');
create index dead_letters_due on dead_letters (next_attempt_at) where status = 'RETRYING';
create index dead_letters_requested on dead_letters (id) where redrive_requested_at is not null;

-- What is not on Kafka yet: a set to empty in order, not a cursor, so late commits and gaps cannot hide anything.
create table outbox (
  position    bigint generated always as identity primary key,
  event       bigint references event_log,
  dead_letter bigint references dead_letters,
  check (num_nonnulls(event, dead_letter) = 1)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
