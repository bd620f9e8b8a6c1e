-- A fact in parallel versions is one version of its aggregate: one row for each schema version, all with the same number.
-- All rows of a fact but the newest are parallel, so that the history has each fact once.
alter table event_log add column parallel boolean not null default false;
alter table event_log drop constraint event_log_aggregate_id_aggregate_version_key;
create unique index event_log_version on event_log (aggregate_id, aggregate_version) where not parallel;
