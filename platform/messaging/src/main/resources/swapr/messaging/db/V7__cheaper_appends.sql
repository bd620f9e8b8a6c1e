-- One statement writes a row of the log and its row of the outbox, so a foreign key between them proves nothing.
-- The ids of events are UUIDs of this service, and no query looks an event up by its id.
alter table outbox drop constraint outbox_event_fkey;
alter table event_log drop constraint event_log_event_id_key;
