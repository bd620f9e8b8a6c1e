-- Header names are bytes, as they came: text cannot hold a NUL character. A header value may be null.
alter table dead_letters add column header_bytes bytea[];
update dead_letters set header_bytes = array(
  select convert_to(name, 'UTF8') from unnest(header_names) with ordinality as header (name, n) order by n);
alter table dead_letters drop column header_names;
alter table dead_letters rename column header_bytes to header_names;
alter table dead_letters alter column header_names set not null;

-- The actor who asked for a redrive, and the actor who discarded.
alter table dead_letters
  add column redrive_requested_by text,
  add column discarded_by         text;

-- Dead letters wait for Kafka apart from events, so that they never hold up an event.
create table dead_letter_outbox (
  position    bigint generated always as identity primary key,
  dead_letter bigint not null references dead_letters
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
insert into dead_letter_outbox (dead_letter) select dead_letter from outbox where dead_letter is not null order by position;
delete from outbox where dead_letter is not null;
alter table outbox drop column dead_letter;
alter table outbox alter column event set not null;

-- One row per relay. The instance that holds its lock sends; nobody outside this schema can take it.
create table relay_leadership (outbox text primary key);
insert into relay_leadership values ('outbox'), ('dead_letter_outbox');
